import { readNumber } from './field-path';
import { knownPath } from './known-path';
import type { Spec } from './spec';
import { SpecError } from './spec-error';
import type { Sweep, SweepAxis } from './sweep';
import { parseSweep } from './sweep-schema';

/**
 * Numbers that a map is made over, the most telling first: noise across and push up, as the
 * presets have them. A learning rate has no zero, and its axis is logarithmic.
 */
const AXES = [
  'noise.shake',
  'noise.sigma',
  'loss.a[0]',
  'optimizer.learningRate',
  'noise.tau',
] as const;

/** Cells a side, all odd, so that one is in the middle, and replicas of each. */
const SIZES = [
  [33, 1024],
  [33, 256],
  [25, 256],
  [17, 256],
  [17, 64],
  [9, 64],
] as const;
/** Steps of gradient descent in all that a map begins with without being asked for more. */
const MOST_STEPS = 2e10;

/**
 * A map around a run: two of its numbers from 0 to twice what they are, so that the cell in the
 * middle is the run itself, to 12 digits. The longer the run, the fewer the cells and replicas.
 *
 * @throws SpecError where the run has fewer than two such numbers, or what a map cannot have.
 */
export function sweepAround(spec: Spec): Sweep {
  // All entries of a list at once would be the run itself in no cell.
  const listed = Object.entries(spec.noise).flatMap(([name, value]) =>
    Array.isArray(value) ? [`noise.${name}`] : [],
  );
  const has = (path: string) =>
    readNumber(spec, knownPath(path)) !== undefined && !listed.includes(path);
  // Where the whole loss is shaken there is no other noise.
  const shaken = has('noise.shake');
  const paths = AXES.filter(
    (path) => has(path) && !(shaken && ['noise.sigma', 'noise.tau'].includes(path)),
  );
  if (paths.length < 2)
    throw new SpecError(
      'sweep',
      spec.loss.kind,
      `a run that has two of ${AXES.join(', ')}: a map is made over two numbers`,
    );
  const [across, up] = paths;
  const { steps } = spec.time;
  const [cells, replicas] =
    SIZES.find(([side, each]) => steps * side * side * each <= MOST_STEPS) ?? SIZES[5];
  const { record: _, ...time } = spec.time;
  const { cell: __, ...ensemble } = spec.ensemble;
  return parseSweep({
    base: { ...spec, time, ensemble },
    x: axisAround(spec, across, cells),
    y: axisAround(spec, up, cells),
    replicas,
  });
}

function axisAround(spec: Spec, path: (typeof AXES)[number], count: number): SweepAxis {
  const value = readNumber(spec, knownPath(path))!;
  if (path === 'optimizer.learningRate')
    return { path, from: value / 16, to: value * 16, count, scale: 'log' };
  const [from, to] =
    value === 0 ? (path === 'loss.a[0]' ? [-1, 1] : [0, 2]) : [0, 2 * value].sort((a, b) => a - b);
  return { path, from, to, count, scale: 'linear' };
}
