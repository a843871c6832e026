import type { Spec } from '../../spec/spec';
import type { GeneratorName, Shift } from '../engine';

/** A shader module put together from files, with the way back from its lines to theirs. */
export interface KernelSource {
  /** Files in order, for labels. */
  files: string[];
  code: string;
  /** Names a line of `code` (counted from 1) as the file and line it came from. */
  locate(line: number): string;
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
    'lanes/one',
    `shift/${shift}`,
    `generator/${generator}`,
    'normal',
    `start/${spec.start.kind}`,
    'start',
  ];
}

export const HISTOGRAM_FILES = ['layout', 'spec', 'run/one', 'bins', 'histogram'];
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
