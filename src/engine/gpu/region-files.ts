import { lossModel, noiseModel } from '../../models/registry';
import { formulaOf } from '../../spec/formula-of';
import type { Spec } from '../../spec/spec';
import type { GeneratorName, Shift } from '../engine';
import { regionFile } from '../kernel-files';
import { isPlain, reachSteps } from '../plain-run';
import { eightFiles } from './plain-files';
import { blockFile, groupsFile, stepFiles } from './step-files';

/**
 * Files for replicas, for every region and for where particles leave: not of the first load, as
 * plain-files.ts is.
 */

/**
 * Files that `advance` needs for a spec.
 * @param whole  Whether the steps to do are whole blocks.
 * @param exits  Whether it is kept where particles leave.
 */
export function advanceFiles(
  spec: Spec,
  generator: GeneratorName,
  shift: Shift,
  whole: boolean,
  exits: boolean,
): string[] {
  return [
    ...stepFiles(spec, generator, shift),
    'run/one',
    ...(regionFile(spec) === 'loss'
      ? [exits ? 'side/kept' : 'side/dropped', ...levelFiles(spec), 'advance-loss']
      : walkFiles(spec, whole, exits)),
  ];
}

/** What `advance` carries groups of coordinates by, one after the other. */
function walkFiles(spec: Spec, whole: boolean, exits: boolean): string[] {
  const region = regionFile(spec);
  return [
    blockFile(spec, whole),
    ...(exits ? ['side/kept', `exit/${region}`, 'passage/step-and-side'] : ['passage/step']),
    `region/${region}`,
    `edge/${reachSteps(spec) > 1 ? 'every-eighth' : 'every-step'}`,
    groupsFile(spec),
    'advance',
  ];
}

/** Files that `escape` needs for a spec: a step's, and where replicas start. */
export function escapeFiles(
  spec: Spec,
  generator: GeneratorName,
  shift: Shift = 'native',
): string[] {
  const region = regionFile(spec);
  const end =
    region === 'loss'
      ? [...levelFiles(spec), 'escape-loss']
      : [
          ...(isPlain(spec) ? eightFiles(spec) : [blockFile(spec), 'edge/every-step']),
          'passage/step',
          `region/${region}`,
          groupsFile(spec),
          'escape',
        ];
  return [
    ...stepFiles(spec, generator, shift),
    `start/${spec.start.kind}`,
    'run/many',
    'tiles',
    ...end,
  ];
}

/** What says who is outside of a region now. */
export function beyondFiles(spec: Spec): string[] {
  const region = regionFile(spec);
  if (region !== 'loss') return [`beyond/${region}`];
  // Of a formula no step is there to have brought its functions.
  const functions = formulaOf(spec) ? ['lanes/one', 'normal', 'formula'] : [];
  return [...functions, ...levelFiles(spec), `beyond/${region}`];
}

/** What a region of the mean loss needs. */
function levelFiles({ loss, noise }: Spec): string[] {
  const { theory } = noiseModel(noise);
  const { averagedByLaw } = lossModel(loss);
  if (averagedByLaw && !theory)
    throw new Error(`There is no mean loss over the noise ${noise.law}.`);
  const signs = averagedByLaw && theory?.signs ? '-signs' : '';
  const formula = formulaOf({ loss });
  const own = formula ? [`formula/value ${JSON.stringify(formula)}`] : [];
  return [...own, `value/${loss.kind}${signs}`, 'level'];
}
