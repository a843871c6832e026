import type { Ensemble } from '../../../engine/engine';
import { EngineLimitError } from '../../../engine/open';
import { type EscapeExit, escapeExits } from '../../../experiment/escape-exits';
import type { LiveState } from './live-state';
import { CATCH_UP_CHUNK_MILLISECONDS } from './pace';

// Loaded when a run stands for the first time, or is saved.

/**
 * The longest that particles are moved again to see by which sides they left: while a run stands,
 * and for a result.
 */
const STANDING_SECONDS = 0.3;
const RESULT_SECONDS = 10;

type Exits = Uint32Array<ArrayBuffer>;

/** Of ensembles that do not keep where particles leave: as of a step. */
const found = new WeakMap<Ensemble, { step: number; exits: Exits }>();

/** By which sides the particles on the screen left; null where that is not known. */
export async function standingSides(
  live: LiveState,
  escaped: number,
): Promise<EscapeExit[] | null> {
  const { ensemble } = live;
  const late = () => live.running() || live.wanted !== null || live.requests.length > 0;
  const exits = await exitsOf(live, STANDING_SECONDS, late);
  return escapeExits(viewOf(ensemble, { readExits: async () => exits }), escaped);
}

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

/**
 * Where the particles on the screen left. The GPU does not keep it while it draws, which would cost
 * it up to 5 %: the same run is taken there again, and has the same integers.
 * @param seconds  Null where that takes longer.
 * @param late  Asked again and again whether nobody waits for it any more.
 */
async function exitsOf(
  { backend, ensemble }: LiveState,
  seconds: number,
  late: () => boolean,
  onProgress: (share: number) => void = () => {},
): Promise<Exits | null> {
  const { spec, step } = ensemble;
  const { particles } = spec.ensemble;
  const kept = await ensemble.readExits(particles);
  if (kept) return kept as Exits;
  const last = found.get(ensemble);
  if (last?.step === step) return last.exits;
  const { pace, engine } = backend;
  if (particles * step > seconds * pace.capability) return null;
  let again: Ensemble | null = null;
  try {
    again = await engine.create(spec, { submitMilliseconds: 8, exits: true });
    while (again.step < step) {
      if (late()) return null;
      await again.advance(
        Math.min(step, again.step + pace.stepsWithin(CATCH_UP_CHUNK_MILLISECONDS)),
      );
      if (again.step < step) onProgress(again.step / step);
    }
    const exits = (await again.readExits(particles)) as Exits | null;
    if (exits) found.set(ensemble, { step, exits });
    return exits;
  } catch (error) {
    // The device has no room for both.
    if (error instanceof EngineLimitError) return null;
    throw error;
  } finally {
    again?.destroy();
  }
}

function viewOf(ensemble: Ensemble, changes: Partial<Ensemble>): Ensemble {
  return {
    spec: ensemble.spec,
    step: ensemble.step,
    advance: (target) => ensemble.advance(target),
    count: () => ensemble.count(),
    rebin: (ends) => ensemble.rebin(ends),
    quantiles: (probabilities) => ensemble.quantiles(probabilities),
    countPlane: (window) => ensemble.countPlane(window),
    read: (particles, coordinate, first) => ensemble.read(particles, coordinate, first),
    readEscapeSteps: (particles) => ensemble.readEscapeSteps(particles),
    readExits: (particles) => ensemble.readExits(particles),
    destroy: () => ensemble.destroy(),
    ...changes,
  };
}
