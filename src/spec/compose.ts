import { largestDeviation } from './data-set';
import { isSurface, type Loss, type Spec } from './spec';
import { SpecError } from './spec-error';

/**
 * |x| from which on a particle is frozen and counted as escaped to infinity: a step from below
 * stays in the range of float32, whose largest number is 3.4e38. A saddle's step is linear in x,
 * that of a double well cubic, that of a network of depth 4 of degree 7.
 */
const REACH: Record<Loss['kind'], number> = {
  saddle: 1e30,
  'relu-saddle': 1e30,
  'double-well': 1e9,
  'spike-and-wells': 1e9,
  'linear-network': 1e4,
};
/** A start keeps this factor from where particles are frozen. */
const START_MARGIN = 100;
/** |x| at which particles of this loss are frozen. */
export function reachOf({ kind }: Loss): number {
  return REACH[kind];
}

/**
 * Refuses what does not go together; docs/model.md has the table and the reasons.
 * @throws SpecError naming the field, what was found and what would be accepted.
 */
export function checkComposition(spec: Spec): void {
  checkReach(spec);
  if (isSurface(spec.loss)) checkSurface(spec);
  else if (spec.noise.shake !== undefined)
    throw new SpecError(
      'noise.shake',
      spec.noise.shake,
      `no shake with the loss ${spec.loss.kind}: it moves the surfaces double-well and spike-and-wells`,
    );
  if (spec.noise.law === 'dataset' && spec.optimizer.batchSize > spec.noise.samples!)
    throw new SpecError(
      'optimizer.batchSize',
      spec.optimizer.batchSize,
      `at most noise.samples = ${spec.noise.samples}: a minibatch is drawn without replacement`,
    );
  if (spec.loss.kind === 'linear-network') checkInputs(spec);
}

function checkReach({ loss, start, escape: { radius } }: Spec): void {
  const reach = reachOf(loss);
  const largest = reach / START_MARGIN;
  for (const [name, list] of Object.entries(start))
    if (Array.isArray(list))
      for (const [i, value] of (list as number[]).entries())
        if (!(Math.abs(value) <= largest))
          throw new SpecError(
            `start.${name}[${i}]`,
            value,
            `a number between -${largest} and ${largest} with the loss ${loss.kind}`,
          );
  if (!(radius <= reach))
    throw new SpecError(
      'escape.radius',
      radius,
      `at most ${reach} with the loss ${loss.kind}, where its particles are frozen`,
    );
}

/** A surface has no xi and eta: a translation shakes it. */
function checkSurface({ loss, noise, optimizer }: Spec): void {
  for (const name of ['sigma', 'tau', 'rho'] as const)
    if (noise[name] !== 0)
      throw new SpecError(
        `noise.${name}`,
        noise[name],
        `0 with the loss ${loss.kind}, whose only noise is noise.shake`,
      );
  if (noise.law === 'dataset')
    throw new SpecError(
      'noise.law',
      noise.law,
      `"gaussian" or "two-point" with the loss ${loss.kind}: its translations are drawn afresh in every step`,
    );
  if (optimizer.batchSize !== 1)
    throw new SpecError(
      'optimizer.batchSize',
      optimizer.batchSize,
      `1 with the loss ${loss.kind}: a step looks at one position of the surface`,
    );
  const averaged = optimizer.kind === 'gd' || optimizer.kind === 'svrg';
  if (loss.kind === 'spike-and-wells' && noise.law === 'two-point' && averaged && noise.shake! > 0)
    throw new SpecError(
      'noise.law',
      noise.law,
      `"gaussian" with ${optimizer.kind} on the loss ${loss.kind}: the full gradient is that of the surface averaged over normal translations`,
    );
}

/**
 * A sample of a network has input x and target y: x^2 = 1 + tau eta must not be negative, and x y =
 * a + sigma xi.
 */
function checkInputs(spec: Spec): void {
  const { noise, time } = spec;
  if (noise.tau === 0) return;
  const most =
    noise.law === 'gaussian'
      ? 0
      : Math.sqrt(time.dt) / (noise.law === 'two-point' ? 1 : largestDeviation(spec));
  if (!(Math.abs(noise.tau) <= most))
    throw new SpecError(
      'noise.tau',
      noise.tau,
      most === 0
        ? '0 with normal noise on the loss linear-network: the square of some input would be negative'
        : `a number between -${Number(most.toPrecision(6))} and ${Number(most.toPrecision(6))} with the loss linear-network: beyond, the square of some input is negative`,
    );
}
