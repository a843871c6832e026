import { MOST_IN_VECTOR } from '../models/loss/loss';
import type { Refusal } from '../models/refusal';
import { lossModel, noiseLaws, noiseModel, optimizerModel, shakenLosses } from '../models/registry';
import { givenSamplesOf } from './given-samples';
import { noiseAt } from './listed-noise';
import { isSeparable, takesOneNormal } from './rates';
import { dimensionOf, isShaken, type Loss, type Spec, samplesOf } from './spec';
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
  const { loss, optimizer, time } = spec;
  const noise = noiseAt(spec.noise, 0);
  if (!isShaken(spec) && noise.shake !== undefined)
    throw new SpecError(
      'noise.shake',
      noise.shake,
      `no shake with the loss ${loss.kind}: it moves the surfaces ${shakenLosses().join(' and ')}`,
    );
  if (optimizer.batchSize > samplesOf(spec) && !isShaken(spec))
    throw new SpecError(
      'optimizer.batchSize',
      optimizer.batchSize,
      `at most ${noiseModel(noise).given ? 'the samples there are,' : 'noise.samples ='} ${samplesOf(spec)}: a minibatch is drawn without replacement`,
    );
  checkNoise(spec);
  refuse(isShaken(spec) ? null : givenSamplesOf(spec)?.refuses(noise));
  checkBySample(spec);
  const { gradient, coupled, wide, refuses } = optimizerModel(optimizer);
  refuse(refuses?.(optimizer));
  if (!wide && !isSeparable(spec) && dimensionOf(spec) > MOST_IN_VECTOR)
    throw new SpecError(
      'optimizer.kind',
      optimizer.kind,
      `a method made of sums and multiples of slopes, such as "sgd" or "heavy-ball", with ${dimensionOf(spec)} coordinates that move together`,
    );
  if (coupled && isSeparable(spec) && dimensionOf(spec) > 1)
    throw new SpecError(
      'optimizer.kind',
      optimizer.kind,
      `another method with the loss ${loss.kind} of ${dimensionOf(spec)} coordinates: a step of ${optimizer.kind} takes a norm of all of them, and here each moves by itself`,
    );
  const largest = () => noiseModel(noise).largest ?? largestDeviation(spec);
  const refused = lossModel(loss).refuses({
    loss,
    noise,
    gradient,
    optimizer,
    time,
    region: spec.escape.region ?? 'radius',
    start: middleOfStart(spec.start),
    largest,
  });
  refuse(refused);
}

function refuse(refused: Refusal | null | undefined): void {
  if (refused) throw new SpecError(refused.path, refused.found, refused.accepted);
}

function checkNoise(spec: Spec): void {
  const { loss, optimizer } = spec;
  const noise = noiseAt(spec.noise, 0);
  const model = noiseModel(noise);
  const { mostSamples = Number.POSITIVE_INFINITY } = model;
  if (optimizer.batchSize > mostSamples)
    throw new SpecError(
      'optimizer.batchSize',
      optimizer.batchSize,
      `at most ${mostSamples} with the noise ${noise.law}, which is drawn sample by sample`,
    );
  if (isShaken(spec) && model.shakes === false)
    throw new SpecError(
      'noise.law',
      noise.law,
      `"gaussian" or "two-point" with the loss ${loss.kind}: the mean over other translations is not known`,
    );
  if (
    takesOneNormal(spec) &&
    !(lossModel(loss).oneNormalFile && optimizerModel(optimizer).onePoint)
  )
    throw new SpecError(
      'noise.normals',
      1,
      `nothing with the loss ${loss.kind} and the method ${optimizer.kind}: one normal a step stands for xi and eta of SGD at a saddle alone`,
    );
  const refused = model.refuses?.(noise);
  refuse(refused);
}

/** A loss that is given its samples one by one takes few, and stored ones alone. */
function checkBySample(spec: Spec): void {
  const { loss, noise, optimizer } = spec;
  const { bySample } = lossModel(loss);
  if (!bySample) return;
  const laws = noiseLaws().filter((law) => noiseModel({ law }).toldFile !== undefined);
  if (!laws.includes(noise.law))
    throw new SpecError(
      'noise.law',
      noise.law,
      `${laws.map((law) => `"${law}"`).join(' or ')} with the loss ${loss.kind}, which is fitted to stored samples`,
    );
  const count = givenSamplesOf(spec)?.count ?? samplesOf(spec);
  if (count > bySample.mostSamples)
    throw new SpecError(
      'data' in noise ? 'noise.data' : 'noise.samples',
      'data' in noise ? noise.data : count,
      `at most ${bySample.mostSamples} samples with the loss ${loss.kind}`,
    );
  if (optimizer.batchSize > bySample.mostInBatch)
    throw new SpecError(
      'optimizer.batchSize',
      optimizer.batchSize,
      `at most ${bySample.mostInBatch} with the loss ${loss.kind}, which is given a minibatch sample by sample`,
    );
}

/** The point, the mean or the middle of a start. */
export function middleOfStart(start: Spec['start']): readonly number[] {
  if (start.kind === 'point') return start.x;
  if (start.kind === 'gaussian') return start.mean;
  return start.low.map((low, i) => (low + start.high[i]) / 2);
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
