import { lossModel, noiseModel } from '../models/registry';
import { checkFloat32 } from './float32';
import { dimensionOf, isListed, type Loss, type Noise, type Spec } from './spec';
import { SpecError } from './spec-error';

/** Where there is one coordinate, a list of one number is that number. */
export function unlisted(noise: Noise, loss: Loss): Noise {
  if (dimensionOf({ loss }) > 1) return noise;
  const numbers = Object.entries(noise).map(([name, given]) => [
    name,
    Array.isArray(given) && given.length === 1 ? given[0] : given,
  ]);
  return Object.fromEntries(numbers) as Noise;
}

/**
 * Refuses lists of noise of another length than the coordinates, and of noise that these share.
 * @throws SpecError naming the field.
 */
export function checkLists(spec: Spec): void {
  const { loss, noise } = spec;
  const { stored, given, oneRho } = noiseModel(noise);
  const count = dimensionOf(spec);
  for (const name of ['sigma', 'tau', 'rho'] as const) {
    const list = noise[name];
    if (!Array.isArray(list)) continue;
    const sharing =
      lossModel(loss).moves === 'together'
        ? `the loss ${loss.kind}`
        : (stored || given || (oneRho && name === 'rho')) && `the noise ${noise.law}`;
    if (sharing || list.length !== count)
      throw new SpecError(
        `noise.${name}`,
        list,
        sharing
          ? `one number with ${sharing}: all coordinates share it`
          : `a number or a list of ${count}, as loss.a has ${count}`,
      );
  }
}

/** As `checkFloat32`, for every coordinate that has noise of its own. */
export function checkNumbers(spec: Spec): void {
  if (!isListed(spec)) checkFloat32(spec);
  else for (let i = 0; i < dimensionOf(spec); i++) checkFloat32(spec, i);
}
