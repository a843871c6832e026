import { dimensionOf, type Spec } from '../../spec/spec';
import type { GeneratorName, Shift } from '../engine';
import { lossFile, type NoiseFile, noiseFile } from '../kernel-files';

/** Files for plain runs (plain-run.ts), of which the page opens with one. */

/** Files that `advance` needs for a plain run that looks at the reach now and then. */
export function plainFiles(
  spec: Spec,
  generator: GeneratorName,
  shift: Shift,
  whole: boolean,
): string[] {
  return [
    ...plainStepFiles(spec, generator, shift),
    'point/alone',
    'run/one',
    ...(whole ? eightFiles(spec) : ['block/part']),
    'passage/step',
    'region/radius',
    'edge/every-eighth',
    `groups/${dimensionOf(spec) > 1 ? 'all' : 'one'}`,
    'advance',
  ];
}

/** What a step of a plain run is put together from, but for its point. */
export function plainStepFiles(spec: Spec, generator: GeneratorName, shift: Shift): string[] {
  return [
    'layout',
    'spec',
    'random',
    `shift/${shift}`,
    `generator/${generator}`,
    'normal',
    noiseShader(spec),
    `stride/${strideFile(spec)}`,
    'state/position',
    'source/gradient',
    `optimizer/sgd-on-${lossFile(spec)}`,
    'draw',
    'step',
  ];
}

/** What makes the noise: normals that are not correlated need not be mixed. */
export function noiseShader(spec: Spec): string {
  const file = noiseFile(spec);
  return `noise/${(spec.noise.rho === 0 && UNMIXED[file]) || file}`;
}

const UNMIXED: Readonly<Partial<Record<NoiseFile, string>>> = { gaussian: 'independent-normals' };

/** What says how long a stride of noise is. */
export function strideFile(spec: Spec): string {
  return noiseFile(spec) === 'one-normal' ? 'pair' : 'bits';
}

/** What carries a particle of a plain run through a whole block. */
export function eightFiles(spec: Spec): string[] {
  return ['eight', `block/${EIGHTS[noiseFile(spec)] ?? 'eights'}`];
}

/** Of noise that draws once a stride. */
const EIGHTS: Readonly<Partial<Record<NoiseFile, string>>> = { 'two-point': 'refilled-eights' };
