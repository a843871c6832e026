import { lossModel, noiseModel, optimizerModel, scheduleModel } from '../../models/registry';
import { formulaOf, noiseFormulaOf, stepFormulaOf } from '../../spec/formula-of';
import { isSeparable } from '../../spec/rates';
import { dimensionOf, isListed, type Spec } from '../../spec/spec';
import type { GeneratorName, Shift } from '../engine';
import { lossFile, type NoiseFile, noiseFile, sourceFile, stateFile } from '../run-parameters';

/** A shader module put together from files, with the way back from its lines to theirs. */
export interface KernelSource {
  /** Files in order, for labels. */
  files: string[];
  code: string;
  /** Names a line of `code` (counted from 1) as the file and line it came from. */
  locate(line: number): string;
}

/** By the number of coordinates, of those that some loss has. */
const POINTS = ['', 'one', 'two', 'three', 'four', '', 'six', '', 'eight'];

/**
 * Files that `advance` needs for a spec: one of each folder. The twin of cpu/kernel.ts.
 * @param end  What a region ends with: region-files.ts.
 */
export function advanceFiles(
  spec: Spec,
  generator: GeneratorName,
  shift: Shift = 'native',
  end: readonly string[] = radiusEnd(spec, true),
): string[] {
  return [...stepFiles(spec, generator, shift), 'run/one', ...end];
}

/** What `advance` ends with where a radius is left, and sides are not kept. */
export function radiusEnd(spec: Spec, whole: boolean): string[] {
  return [blockFile(spec, whole), 'passage/step', 'region/radius', 'advance'];
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

/** What says how long a stride of noise is. */
export function strideFile(spec: Spec): string {
  return noiseFile(spec) === 'one-normal' ? 'pair' : 'bits';
}

/** What a step is put together from. */
export function stepFiles(spec: Spec, generator: GeneratorName, shift: Shift): string[] {
  const noise = noiseFile(spec);
  const { averages, coupled } = optimizerModel(spec.optimizer);
  const exponential = averages || scheduleModel(spec.optimizer).exponential;
  return [
    `layout${isListed(spec) ? '-listed' : ''}`,
    'spec',
    'random',
    `shift/${shift}`,
    `generator/${generator}`,
    'normal',
    ...(noiseModel(spec.noise).stored ? ['permutation'] : []),
    ...(noiseModel(spec.noise).needs ?? []),
    ...(exponential && !noiseModel(spec.noise).needs ? ['exponential'] : []),
    ...(lossModel(spec.loss).bySample ? ['batch'] : []),
    `noise/${noise}`,
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

export function startFiles(
  spec: Spec,
  generator: GeneratorName,
  shift: Shift = 'native',
): string[] {
  return [
    'layout',
    'spec',
    'run/one',
    'random',
    `shift/${shift}`,
    `generator/${generator}`,
    'normal',
    `start/${spec.start.kind}`,
    'start',
  ];
}

export const HISTOGRAM_FILES = ['layout', 'spec', 'run/one', 'bins', 'histogram'];
export const PLANE_FILES = ['layout', 'spec', 'run/one', 'bins', 'plane'];
export const TALLY_FILES = ['layout', 'spec', 'run/many', 'tally'];
export const QUANTILE_FILES = ['layout', 'spec', 'run/one', 'quantile'];
export const DRAW_DENSITY_FILES = ['style', 'draw-density'];

/**
 * Concatenates shader files; WGSL does not care about their order.
 * @throws Error when a file does not exist.
 */
export function kernelSource(
  library: Readonly<Record<string, string>>,
  files: string[],
): KernelSource {
  const parts = files.map((file) => {
    const text = library[file];
    if (text === undefined) throw new Error(`There is no shader file "${file}".`);
    return text.endsWith('\n') ? text : `${text}\n`;
  });
  const locate = (line: number) => {
    let rest = line;
    for (let i = 0; i < files.length; i++) {
      const lines = parts[i].split('\n').length - 1;
      if (rest <= lines) return `shaders/${files[i]}.wgsl:${rest}`;
      rest -= lines;
    }
    return `line ${line}`;
  };
  return { files, code: parts.join(''), locate };
}
