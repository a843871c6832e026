import { lossModel, noiseModel, optimizerModel, SHAKEN } from '../models/registry';
import { isShaken, type Loss, type Spec, samplesOf } from './spec';
import { SpecError } from './spec-error';
import { largestDeviation } from './stored-set';

/** A start keeps this factor from where particles are frozen. */
const START_MARGIN = 100;
/** |x| at which particles of this loss are frozen. */
export function reachOf(loss: Loss): number {
  return lossModel(loss).reach;
}

/**
 * Refuses what does not go together; docs/model.md has the table and the reasons.
 * @throws SpecError naming the field, what was found and what would be accepted.
 */
export function checkComposition(spec: Spec): void {
  checkReach(spec);
  const { loss, noise, optimizer, time } = spec;
  if (!isShaken(spec) && noise.shake !== undefined)
    throw new SpecError(
      'noise.shake',
      noise.shake,
      `no shake with the loss ${loss.kind}: it moves the surfaces ${SHAKEN.join(' and ')}`,
    );
  if (optimizer.batchSize > samplesOf(spec) && !isShaken(spec))
    throw new SpecError(
      'optimizer.batchSize',
      optimizer.batchSize,
      `at most noise.samples = ${samplesOf(spec)}: a minibatch is drawn without replacement`,
    );
  const { gradient } = optimizerModel(optimizer);
  const largest = () => noiseModel(noise).largest ?? largestDeviation(spec);
  const refused = lossModel(loss).refuses({ loss, noise, gradient, optimizer, time, largest });
  if (refused) throw new SpecError(refused.path, refused.found, refused.accepted);
}

function checkReach({ loss, start, escape: region }: Spec): void {
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
  if (region.region !== undefined) return;
  const { radius } = region;
  if (!(radius <= reach))
    throw new SpecError(
      'escape.radius',
      radius,
      `at most ${reach} with the loss ${loss.kind}, where its particles are frozen`,
    );
}
