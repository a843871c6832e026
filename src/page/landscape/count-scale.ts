/** How counts become colours: 0 is transparent, 1 to `top` run over the ramp. */
export interface CountScale {
  kind: 'linear' | 'log';
  /** Particles in a cell at the upper end. */
  top: number;
}

/** Place of a count on the ramp, 0 to 1; one particle is always seen. */
export function rampPlace({ kind, top }: CountScale, count: number): number {
  if (kind === 'linear') return Math.min(1, count / top);
  return top > 1 ? Math.min(1, Math.log(count) / Math.log(top)) : 1;
}

/**
 * A round number above the highest count; one that still serves is kept, so that colours do not
 * flicker.
 */
export function countScale(
  kind: CountScale['kind'],
  highest: number,
  current?: CountScale,
): CountScale {
  const serves = current?.kind === kind && highest <= current.top && highest > current.top * 0.4;
  if (serves) return current;
  const decade = 10 ** Math.floor(Math.log10(Math.max(1, highest)));
  const factor = [1, 2, 5, 10].find((one) => highest <= one * decade)!;
  return { kind, top: Math.max(kind === 'log' ? 10 : 1, factor * decade) };
}

/** Counts that the colour bar names, from left to right. */
export function countMarks({ kind, top }: CountScale): number[] {
  if (kind === 'linear') return top >= 2 ? [0, top / 2, top] : [0, top];
  const marks = [1];
  const decades = Math.floor(Math.log10(top) + 1e-9);
  const every = Math.max(1, Math.ceil(decades / 3));
  for (let exponent = every; exponent <= decades; exponent += every) marks.push(10 ** exponent);
  return marks;
}
