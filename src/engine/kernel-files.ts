import type { LossModel } from '../models/loss/loss';
import type { NoiseModel } from '../models/noise/noise';
import { lossModel, noiseModel, optimizerModel } from '../models/registry';
import { takesOneNormal } from '../spec/rates';
import type { LossKind, NoiseLaw, RegionKind, Spec } from '../spec/spec';

/** Files of shaders/ and of the CPU's twin that a spec's kinds choose. */

/**
 * Shader and twin that make the noise of a spec: two-point noise of single samples needs two bits a
 * step, all else words.
 */
export function noiseFile({ loss, noise, optimizer }: Spec): NoiseFile {
  const { file, batchFile, toldFile } = noiseModel(noise);
  if (lossModel(loss).bySample && toldFile) return toldFile;
  if (file !== undefined) return file;
  if (takesOneNormal({ noise })) return 'one-normal';
  if (batchFile === null) return noise.law as NoiseFile;
  const bitsAreEnough =
    optimizer.batchSize === 1 && (Number.isInteger(noise.rho) || noise.tau === 0);
  return bitsAreEnough ? (noise.law as NoiseFile) : batchFile;
}

/** Files of shaders/region/ and the twin's that say whether a point is outside. */
export function regionFile({ escape: { region } }: Pick<Spec, 'escape'>): RegionKind {
  return region ?? 'radius';
}

/** Names of the files that make noise: one for each law, and those of batches. */
export type NoiseFile =
  | Exclude<NoiseLaw, 'shuffled-samples'>
  | NonNullable<NoiseModel['batchFile' | 'file' | 'toldFile']>
  | 'one-normal';

/** Shader and twin of a loss, which may have another for one normal a step. */
export function lossFile(spec: Pick<Spec, 'loss' | 'noise'>): LossFile {
  const { loss } = spec;
  return (takesOneNormal(spec) && lossModel(loss).oneNormalFile) || loss.kind;
}

export type LossFile = LossKind | NonNullable<LossModel['oneNormalFile']>;

/** File of shaders/state/ that an optimizer needs. */
export function stateFile({ optimizer }: Spec): string {
  return STATES[optimizerModel(optimizer).memory];
}
const STATES = [
  'position',
  'position-and-memory',
  'position-and-two-rows',
  'position-and-three-rows',
];

/** File of shaders/source/ that an optimizer needs. */
export function sourceFile({ optimizer }: Spec): 'gradient' | 'gradient-and-kicks' {
  return optimizerModel(optimizer).kicks ? 'gradient-and-kicks' : 'gradient';
}
