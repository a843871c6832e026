import type { ChainsOnly, NoiseTheory } from '../../models/noise/noise';
import { noiseModel } from '../../models/registry';
import { type Spec, shakeOf } from '../../spec/spec';
import { isChainsOnly } from '../exponents/independent-law';
import type { Surface } from './landscape';

/** A surface averaged over normal translations of a standard deviation; 0: as it is. */
export type Smoothed = (shake: number) => Surface;

const AVERAGES: Record<
  Exclude<NoiseTheory['law'], ChainsOnly>,
  (shake: number, smoothed: Smoothed) => Surface | null
> = {
  gaussian: (shake, smoothed) => smoothed(shake),
  'two-point': (shake, smoothed) => overSigns(smoothed(0), shake),
  // Refused by every surface.
  dataset: () => null,
  samples: () => null,
};

/** The average over the translations of a spec; null where nobody knows it. */
export function averageOf(spec: Spec, smoothed: Smoothed): Surface | null {
  const { theory } = noiseModel(spec.noise);
  return theory && !isChainsOnly(theory.law) ? AVERAGES[theory.law](shakeOf(spec), smoothed) : null;
}

/** The average over the four translations by `shake` up or down each axis. */
function overSigns({ value, gradient }: Surface, shake: number): Surface {
  const SIGNS = [-shake, shake];
  return {
    value: (x, y) => {
      let sum = 0;
      for (const dx of SIGNS) for (const dy of SIGNS) sum += value(x + dx, y + dy);
      return sum / 4;
    },
    gradient: (x, y) => {
      const sum: [number, number] = [0, 0];
      for (const dx of SIGNS)
        for (const dy of SIGNS) {
          const [alongX, alongY] = gradient(x + dx, y + dy);
          sum[0] += alongX / 4;
          sum[1] += alongY / 4;
        }
      return sum;
    },
  };
}
