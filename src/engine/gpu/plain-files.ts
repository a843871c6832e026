import { dimensionOf, type Spec } from '../../spec/spec';
import type { GeneratorName, Lanes, Shift, Tuning } from '../engine';
import { lossFile, type NoiseFile, noiseFile } from '../kernel-files';
import { reachSteps } from '../plain-run';

/** Files for plain runs (plain-run.ts), of which the page opens with one. */

/** Whether `advance` has the files below: a plain run that looks at the reach now and then. */
export function isPlainAdvance(spec: Spec, exits: boolean): boolean {
  return reachSteps(spec) > 1 && !exits;
}

/** Particles an invocation of `advance`: of other runs and of Philox in every step it is one. */
export function lanesOf(spec: Spec, generator: GeneratorName, exits: boolean, lanes: Lanes): Lanes {
  return isPlainAdvance(spec, exits) && generator === 'sfc32' ? lanes : 1;
}

/** Files that `advance` needs for such a run. */
export function plainFiles(
  spec: Spec,
  generator: GeneratorName,
  { shift, lanes }: Tuning,
  whole: boolean,
): string[] {
  return [
    ...plainStepFiles(spec, generator, shift),
    ...(lanes > 1 ? TWO : ONE),
    'run/one',
    ...(whole ? eightFiles(spec) : ['block/part']),
    'region/radius',
    'edge/every-eighth',
    `groups/${dimensionOf(spec) > 1 ? 'all' : 'one'}`,
    'advance',
  ];
}

/** What an invocation carries one particle by, and two. */
const ONE = ['lanes/one', 'point/alone', 'passage/step'];
const TWO = ['lanes/two', 'point/two-alone', 'passage/two-steps'];

/** What a step of a plain run is put together from, but for its point and lanes. */
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
