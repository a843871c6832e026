import { middleOfStart } from '../../../spec/compose';
import { radiusOf, type Spec } from '../../../spec/spec';

/** Where the particles start, on the coordinate of the histogram; null where they start all over. */
export function startShown({ start, histogram }: Spec): number | null {
  return start.kind === 'point' ? start.x[histogram.coordinate] : null;
}

/** All particles start at this place of the coordinate that the picture shows. */
export function setStart(spec: Spec, place: number): void {
  const { start, histogram } = spec;
  const { coordinate, axis } = histogram;
  const others = middleOfStart(start);
  // An axis of sizes leaves the side as it is.
  const side = axis === 'log-abs' && others[coordinate] < 0 ? -1 : 1;
  spec.start = {
    kind: 'point',
    x: others.map((each, i) => (i === coordinate ? side * place : each)),
  };
}

/** The radius at a place of the picture; null where there is none to set. */
export function radiusAt(spec: Spec, place: number): number | null {
  return radiusOf(spec) === null || place === 0 ? null : Math.abs(place);
}

export function setRadius(spec: Spec, radius: number): void {
  if (spec.escape.region === undefined) spec.escape.radius = radius;
}
