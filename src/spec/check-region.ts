import { lossModel } from '../models/registry';
import { dimensionOf, type Spec } from './spec';
import { SpecError } from './spec-error';

/**
 * Refuses ends of a region that hold nothing, that no particle reaches, or that a particle starts
 * beyond. Of a radius nothing is left to check.
 * @throws SpecError naming the field, what was found and what would be accepted.
 */
export function checkRegion(spec: Spec): void {
  const { escape: region, loss, start } = spec;
  if (region.region === undefined) return;
  if (region.region === 'loss' && lossModel(loss).levels === false)
    throw new SpecError(
      'escape.region',
      region.region,
      `"radius" or "coordinate" with the loss ${loss.kind}: its mean is over stored samples, and no kernel that counts particles has them`,
    );
  const { low = -Infinity, high = Infinity } = region;
  const check = (holds: boolean, path: string, found: unknown, accepted: string) => {
    if (!holds) throw new SpecError(path, found, accepted);
  };
  check(
    low > -Infinity || high < Infinity,
    'escape.low',
    region.low,
    'a number for it or for escape.high',
  );
  check(
    Math.fround(low) < Math.fround(high),
    'escape.high',
    high,
    `a number above escape.low = ${low}`,
  );
  if (region.region === 'loss') return;
  const { coordinate } = region;
  const { reach } = lossModel(loss);
  check(
    coordinate < dimensionOf(spec),
    'escape.coordinate',
    coordinate,
    `a whole number below ${dimensionOf(spec)}`,
  );
  for (const name of ['low', 'high'] as const)
    check(
      Math.abs(region[name] ?? 0) <= reach,
      `escape.${name}`,
      region[name],
      `at most ${reach} in size`,
    );
  for (const [name, values] of Object.entries(start))
    if (Array.isArray(values) && name !== 'standardDeviation')
      check(
        values[coordinate] >= low && values[coordinate] <= high,
        `start.${name}[${coordinate}]`,
        values[coordinate],
        `a number in the region, from ${low} to ${high}`,
      );
}
