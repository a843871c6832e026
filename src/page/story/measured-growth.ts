import { SMALLEST_SIZE } from '../../spec/float32';
import type { Side } from './moment';

/** Mean of ln |x| over particles; what float32 has lost below its smallest number counts as that. */
export function meanLogSize(places: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < places.length; i++)
    sum += Math.log(Math.max(SMALLEST_SIZE, Math.abs(places[i])));
  return sum / places.length;
}

/** ln |x| at the start; NaN where that is no point. */
export function logStart({ spec }: Side): number {
  return spec.start.kind === 'point' ? Math.log(Math.abs(spec.start.x[0])) : Number.NaN;
}

/** Growth of ln |x| since the start, per unit of time: the mean over the particles that are read. */
export function measuredGrowth(side: Side): number {
  const { spec, step, dots } = side;
  return (meanLogSize(dots.x) - logStart(side)) / (step * spec.time.dt);
}
