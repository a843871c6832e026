import { lossModel } from '../models/registry';
import { checkLists, checkNumbers } from './check-lists';
import { checkRegion } from './check-region';
import { checkComposition } from './compose';
import { SMALLEST_SIZE } from './float32';
import { histogramEdges } from './histogram-edges';
import { dimensionOf, type Spec } from './spec';
import { SpecError } from './spec-error';

/**
 * Refuses fields that do not go together. The edges of the histogram are `checkEdges`'s.
 * @throws SpecError naming the field, what was found and what would be accepted.
 */
export function checkTogether(spec: Spec): void {
  const dimension = dimensionOf(spec);
  const has = (count: string) =>
    `as ${lossModel(spec.loss).moves === 'apart' ? 'loss.a' : `the loss ${spec.loss.kind}`} has ${count}`;
  for (const [name, list] of Object.entries(spec.start))
    if (Array.isArray(list) && list.length !== dimension)
      throw new SpecError(
        `start.${name}`,
        list,
        dimension === 1
          ? `a list of 1 number, ${has('1')}`
          : `a list of ${dimension} numbers, ${has(String(dimension))}`,
      );
  checkLists(spec);
  const { start, histogram } = spec;
  if (start.kind === 'uniform')
    for (let i = 0; i < dimension; i++)
      if (!(start.low[i] <= start.high[i]))
        throw new SpecError(
          `start.high[${i}]`,
          start.high[i],
          `a number of at least start.low[${i}] = ${start.low[i]}`,
        );
  if (histogram.coordinate >= dimension)
    throw new SpecError(
      'histogram.coordinate',
      histogram.coordinate,
      dimension === 1
        ? `0, ${has('1 coordinate')}`
        : `a whole number from 0 to ${dimension - 1}, ${has(`${dimension} coordinates`)}`,
    );
  if (histogram.axis === 'log-abs' && !(histogram.min >= SMALLEST_SIZE))
    throw new SpecError(
      'histogram.min',
      histogram.min,
      `a number of at least ${SMALLEST_SIZE}, a value of |x|, for the log-abs axis`,
    );
  if (!(histogram.max > histogram.min))
    throw new SpecError(
      'histogram.max',
      histogram.max,
      `a number above histogram.min = ${histogram.min}`,
    );
  checkComposition(spec);
  checkRegion(spec);
  checkNumbers(spec);
}

/** Refuses a histogram some of whose edges float32 does not hold, or does not tell apart. */
export function checkEdges(histogram: Spec['histogram']): void {
  const edges = histogramEdges(histogram);
  if (edges.some((edge) => edge !== 0 && Math.abs(edge) < SMALLEST_SIZE))
    throw new SpecError(
      'histogram.bins',
      histogram.bins,
      `fewer bins or a wider range: some edge is nearer to 0 than ${SMALLEST_SIZE}, the smallest number of 32-bit floating point`,
    );
  for (let i = 0; i < histogram.bins; i++)
    if (!(edges[i] < edges[i + 1]))
      throw new SpecError(
        'histogram.bins',
        histogram.bins,
        `fewer bins or a wider range: neighbouring edges coincide in 32-bit floating point near ${edges[i]}`,
      );
}
