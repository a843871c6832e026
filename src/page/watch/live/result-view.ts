import type { Ensemble } from '../../../engine/engine';
import type { LiveState } from './live-state';
import { exitsOf } from './sides';

// Loaded with the first result.

/** The longest that particles are moved again to see by which sides they left. */
const RESULT_SECONDS = 10;

/**
 * What is on the screen, for a result: an ensemble that went on past its spec's last step answers
 * for the longer spec, since its run is the same.
 * @param onProgress  Told the share of the way while particles are moved again.
 */
export async function resultView(
  live: LiveState,
  onProgress: (share: number) => void,
): Promise<Ensemble> {
  const { ensemble, steps } = live;
  const { spec } = ensemble;
  const exits = await exitsOf(live, RESULT_SECONDS, () => live.wanted !== null, onProgress);
  return viewOf(ensemble, {
    spec: { ...spec, time: { ...spec.time, steps } },
    readExits: async () => exits,
  });
}

function viewOf(ensemble: Ensemble, changes: Partial<Ensemble>): Ensemble {
  return {
    spec: ensemble.spec,
    step: ensemble.step,
    advance: (target) => ensemble.advance(target),
    count: (options) => ensemble.count(options),
    rebin: (ends) => ensemble.rebin(ends),
    quantiles: (probabilities, options) => ensemble.quantiles(probabilities, options),
    countPlane: (window, options) => ensemble.countPlane(window, options),
    read: (particles, coordinate, first) => ensemble.read(particles, coordinate, first),
    readEscapeSteps: (particles) => ensemble.readEscapeSteps(particles),
    readExits: (particles) => ensemble.readExits(particles),
    destroy: () => ensemble.destroy(),
    ...changes,
  };
}
