import type { LossTheory } from '../models/loss/loss';
import type { NoiseTheory } from '../models/noise/noise';
import type { Only, OptimizerTheory } from '../models/optimizer/optimizer';
import { lossModel, noiseModel, optimizerModel, scheduleModel } from '../models/registry';
import type { ScheduleModel } from '../models/schedule/schedule';
import { seesNoise } from '../spec/rates';
import { betaOf, type Spec } from '../spec/spec';

/** What theory knows of each part of a spec. */
export interface Handles {
  loss: LossTheory;
  noise: NoiseTheory;
  optimizer: OptimizerTheory;
  schedule: NonNullable<ScheduleModel['theory']>;
}

/**
 * Handles of a spec's parts; null where nobody has written the theory of one of them, or that of
 * the method with the loss, the noise or the schedule.
 */
export function handlesOf(spec: Spec): Handles | null {
  const handles = allHandles(spec);
  return handles && exceptionOf(handles, betaOf(spec)) === null ? handles : null;
}

function allHandles(spec: Spec): Handles | null {
  const loss = lossModel(spec.loss).theory;
  const noise = noiseModel(spec.noise).theory;
  const optimizer = optimizerModel(spec.optimizer).theory;
  const schedule = scheduleModel(spec.optimizer).theory;
  return loss && noise && optimizer && schedule ? { loss, noise, optimizer, schedule } : null;
}

/** What the theory of a method does not go with; null where it goes with all. */
function exceptionOf(
  { loss, noise, optimizer, schedule }: Handles,
  beta: number,
): 'loss' | 'noise' | 'schedule' | 'beta' | null {
  // Momentum that loses nothing, or turns round, is stable elsewhere and has another small-step limit.
  if (beta < 0 || beta >= 1) return 'beta';
  const only: Only = ('only' in optimizer && optimizer.only) || {};
  if (only.loss && only.loss !== loss.family) return 'loss';
  if (only.symmetric && !noise.normal && !noise.signs) return 'noise';
  return only.steady && schedule.decay > 0 ? 'schedule' : null;
}

/**
 * Handles of a spec whose theory is known.
 * @throws Error for every other: a fault of the program, which asks `familyOf` first.
 */
export function knownHandles(spec: Spec): Handles {
  const handles = handlesOf(spec);
  if (!handles || !familyOf(spec)) throw new Error(whyUnknown(spec));
  return handles;
}

/** One sentence that names the parts whose theory nobody has written, as the spec names them. */
export function whyUnknown(spec: Spec): string {
  const { loss, noise, optimizer } = spec;
  const parts = [
    { what: `loss ${loss.kind}`, ...lossModel(loss) },
    { what: `noise ${noise.law}`, ...noiseModel(noise) },
    { what: `optimizer ${optimizer.kind}`, ...optimizerModel(optimizer) },
    { what: `schedule ${optimizer.schedule}`, ...scheduleModel(optimizer) },
  ];
  const unknown = parts.filter(({ theory }) => theory === null).map(({ what }) => `the ${what}`);
  const handles = allHandles(spec);
  const exception = handles && exceptionOf(handles, betaOf(spec));
  if (exception) {
    const { schedule } = optimizer;
    const other = { loss: loss.kind, noise: noise.law, schedule, beta: betaOf(spec) }[exception];
    return `There is no theory for the optimizer ${optimizer.kind} with the ${exception} ${other}.`;
  }
  if (unknown.length > 0) return `There is no theory for ${unknown.join(' and ')}.`;
  const { theory } = noiseModel(noise);
  return isTooLarge(theory, optimizer)
    ? `There is no theory for minibatches of the noise ${noise.law} of more than ${theory?.most}.`
    : `There is no theory for the noise ${noise.law} but at a saddle, for plain descent with steps of one length.`;
}

/**
 * Families of specs that share one theory (src/theory/models): chains are plain descent of a saddle
 * with steps of one length.
 */
export type Family =
  | 'chain'
  | 'shrinking'
  | 'landmark'
  | 'momentum'
  | 'inertia'
  | 'sign'
  | 'averaged'
  | 'ridge'
  | 'network'
  | 'quadratic-form'
  | 'surface';

/** Family of a spec; null where theory does not know some part of it. */
export function familyOf(spec: Spec): Family | null {
  const handles = handlesOf(spec);
  if (!handles) return null;
  const family = familyOfHandles(handles);
  const { noise } = handles;
  // Of every law it is known how often a slope points inwards.
  const known = family === 'sign' || family === (noise.family ?? family);
  return known && !isTooLarge(noise, spec.optimizer) ? family : null;
}

/** Whether a law is asked for in larger minibatches than theory knows. */
function isTooLarge(noise: NoiseTheory | null, optimizer: Spec['optimizer']): boolean {
  return (
    seesNoise({ optimizer }) && optimizer.batchSize > (noise?.most ?? Number.POSITIVE_INFINITY)
  );
}

function familyOfHandles({ loss, optimizer, schedule }: Handles): Family {
  switch (loss.family) {
    case 'surface':
    case 'ridge':
    case 'network':
    case 'quadratic-form':
      return loss.family;
    case 'saddle':
      break;
    default:
      return loss satisfies never;
  }
  if (schedule.decay > 0) return 'shrinking';
  return optimizer.family === 'memoryless' ? 'chain' : optimizer.family;
}

/** Whether a step is x <- M x + w z with the same law every time. */
export function isLinearChain(spec: Spec): boolean {
  return familyOf(spec) === 'chain';
}

/**
 * Whether ln |x| grows at a rate of its own, by the steps and by their SDE: steps that are linear
 * in x and all alike.
 */
export function growsAtARate(spec: Spec): boolean {
  const family = familyOf(spec);
  return hasSigmaThresholds(spec) || family === 'landmark';
}

/** Whether sigma decides over it, so that it has thresholds. */
export function hasSigmaThresholds(spec: Spec): boolean {
  const family = familyOf(spec);
  return family === 'chain' || family === 'momentum' || family === 'inertia';
}

/** Whether theory takes a step of the method for a linear chain of x alone. */
export function isMemoryless(spec: Spec): boolean {
  return handlesOf(spec)?.optimizer.family === 'memoryless';
}
