import { lossModel, noiseModel, optimizerModel, scheduleModel } from '../../models/registry';
import { formulaOf, noiseFormulaOf, stepFormulaOf } from '../../spec/formula-of';
import { isSeparable } from '../../spec/rates';
import { dimensionOf, isListed, type Spec } from '../../spec/spec';
import type { GeneratorName, Shift } from '../engine';
import { lossFile, type NoiseFile, noiseFile, sourceFile, stateFile } from '../kernel-files';
import { isPlain } from '../plain-run';
import { noiseShader, plainStepFiles, strideFile } from './plain-files';

/** Files that a step of any run needs: one of each folder. The twin of cpu/kernel.ts. */

/** By the number of coordinates, of those that some loss has. */
const POINTS = ['', 'one', 'two', 'three', 'four', '', 'six', '', 'eight'];

/** What a step is put together from. */
export function stepFiles(spec: Spec, generator: GeneratorName, shift: Shift): string[] {
  if (isPlain(spec)) return [...plainStepFiles(spec, generator, shift), 'lanes/one', 'point/one'];
  const { averages, coupled } = optimizerModel(spec.optimizer);
  const exponential = averages || scheduleModel(spec.optimizer).exponential;
  return [
    `layout${isListed(spec) ? '-listed' : ''}`,
    'spec',
    'random',
    'lanes/one',
    `shift/${shift}`,
    `generator/${generator}`,
    'normal',
    ...(noiseModel(spec.noise).stored ? ['permutation'] : []),
    ...(noiseModel(spec.noise).needs ?? []),
    ...(exponential && !noiseModel(spec.noise).needs ? ['exponential'] : []),
    ...(lossModel(spec.loss).bySample ? ['batch'] : []),
    noiseShader(spec),
    `stride/${strideFile(spec)}`,
    `point/${POINTS[isSeparable(spec) ? 1 : dimensionOf(spec)]}`,
    ...formulaFiles(spec),
    `loss/${lossFile(spec)}`,
    `schedule/${spec.optimizer.schedule}`,
    `state/${stateFile(spec)}`,
    `source/${sourceFile(spec)}`,
    ...(averages ? ['averages'] : []),
    ...(coupled ? ['norm'] : []),
    `optimizer/${spec.optimizer.kind}`,
    'draw',
    'step',
  ];
}

/** Formulas have their functions and generated files: formula/loss-wgsl.ts. */
function formulaFiles(spec: Spec): string[] {
  const loss = formulaOf(spec);
  const step = stepFormulaOf(spec);
  const noise = noiseFormulaOf(spec);
  const size = isSeparable(spec) ? 1 : dimensionOf(spec);
  return [
    ...(loss || step || noise || lossModel(spec.loss).needs ? ['formula'] : []),
    ...(noise ? [`formula/noise ${JSON.stringify(noise)}`] : []),
    ...(loss ? [`formula/slopes ${JSON.stringify(loss)}`] : []),
    ...(step ? [`formula/step ${JSON.stringify({ ...step, size })}`] : []),
  ];
}

/** What carries a particle through a block: all of it, or a part. */
export function blockFile(spec: Spec, whole = true): string {
  if (!whole) return 'block/part';
  return `block/${WHOLE_BLOCKS[noiseFile(spec)] ?? 'whole'}`;
}

/** What carries it through whole blocks, of noise that does not draw in every step. */
const WHOLE_BLOCKS: Readonly<Partial<Record<NoiseFile, string>>> = {
  'two-point': 'refilled',
  'one-normal': 'paired',
};

/** What goes through the groups of coordinates that move together. */
export function groupsFile(spec: Spec): string {
  return `groups/${isSeparable(spec) && dimensionOf(spec) > 1 ? 'all' : 'one'}`;
}
