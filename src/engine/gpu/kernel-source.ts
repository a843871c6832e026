import { noiseModel } from '../../models/registry';
import { isSeparable } from '../../spec/rates';
import { dimensionOf, type Spec } from '../../spec/spec';
import type { GeneratorName, Shift } from '../engine';
import { noiseFile, sourceFile, stateFile } from '../run-parameters';

/** A shader module put together from files, with the way back from its lines to theirs. */
export interface KernelSource {
  /** Files in order, for labels. */
  files: string[];
  code: string;
  /** Names a line of `code` (counted from 1) as the file and line it came from. */
  locate(line: number): string;
}

const POINTS = ['one', 'two', 'three', 'four'];

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
  return noiseFile(spec) === 'two-point' ? 'block/refilled' : 'block/whole';
}

/** What a step is put together from. */
export function stepFiles(spec: Spec, generator: GeneratorName, shift: Shift): string[] {
  const noise = noiseFile(spec);
  return [
    'layout',
    'spec',
    'random',
    `shift/${shift}`,
    `generator/${generator}`,
    'normal',
    ...(noiseModel(spec.noise).stored ? ['permutation'] : []),
    `noise/${noise}`,
    `point/${POINTS[isSeparable(spec) ? 0 : dimensionOf(spec) - 1]}`,
    `loss/${spec.loss.kind}`,
    `schedule/${spec.optimizer.schedule}`,
    `state/${stateFile(spec)}`,
    `source/${sourceFile(spec)}`,
    `optimizer/${spec.optimizer.kind}`,
    'draw',
    'step',
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
