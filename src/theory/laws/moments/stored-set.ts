import { type Spec, samplesOf } from '../../../spec/spec';
import type { LinearMethod } from './linear-method';
import type { Atom } from './noise-atoms';
import { productEpochs, storedSamples } from './product-epoch';
import { subsetEpochs } from './subset-epoch';
import { applied, appliedTimes, type Matrix } from './symmetric-power';

/** Most multiplications: half a second. */
const MOST_WORK = 2e8;

/** Most epochs of a pass over epochs that differ. */
const MOST_EPOCHS = 1e6;

/** Minibatches of an epoch: what is left over of the set is not used in it. */
export function batchesOf(spec: Spec): number {
  return Math.floor(samplesOf(spec) / spec.optimizer.batchSize);
}

/**
 * Products after `steps` steps whose minibatches exclude each other within an epoch, exactly: over
 * all sets of samples that an epoch has used so far (`subsetEpochs`), or over all powers that its
 * steps have of distinct samples (`productEpochs`), whichever takes less time. null where both take
 * too long. May overflow.
 */
export function afterStoredSteps(
  spec: Spec,
  method: LinearMethod,
  kicks: readonly Atom[],
  start: readonly number[],
  steps: number,
  degree: number,
): number[] | null {
  const batches = batchesOf(spec);
  const epochs = Math.ceil(steps / batches);
  const longest = Math.min(steps, batches);
  const [ways] = [
    subsetEpochs(spec, method, kicks, degree),
    productEpochs(storedSamples(spec), method, kicks, degree, longest),
  ]
    .filter((one) => one !== null)
    .sort((a, b) => a.work(longest) - b.work(longest));
  if (!ways) return null;
  let left = MOST_WORK;
  const known = new Map<string, Matrix>();
  /** The steps from `done` on, all in one epoch; null where that takes too long. */
  const epochFrom = (done: number, count: number): Matrix | null => {
    const places = placesOfLandmarks(method, done, count);
    const key = method.steady ? `${places} ${count}` : `${done}`;
    const found = known.get(key);
    if (found) return found;
    left -= ways.work(count);
    const epoch = left < 0 ? null : ways.mean(done, count);
    if (epoch) known.set(key, epoch);
    return epoch;
  };
  const alike = method.steady && !method.landmark;
  if (alike && epochs > 1) {
    const whole = Math.floor(steps / batches);
    const rest = steps - whole * batches;
    const epoch = epochFrom(0, batches);
    const last = epochFrom(0, rest);
    return epoch && last && applied(last, appliedTimes(epoch, whole, start));
  }
  if (epochs > MOST_EPOCHS) return null;
  let products: readonly number[] = start;
  for (let done = 0; done < steps; done += batches) {
    const epoch = epochFrom(done, Math.min(batches, steps - done));
    if (!epoch) return null;
    products = applied(epoch, products);
  }
  return [...products];
}

/** Steps of an epoch before which a landmark is taken. */
function placesOfLandmarks({ landmark }: LinearMethod, done: number, count: number): number[] {
  if (!landmark) return [];
  return Array.from({ length: count }, (_, i) => i).filter(
    (i) => (done + i) % landmark.every === 0,
  );
}
