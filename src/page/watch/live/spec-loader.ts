import type { Ensemble } from '../../../engine/engine';
import { BLOCK_STEPS, DeviceLostError, EngineLimitError } from '../../../engine/open';
import { withParticles } from '../../../spec/spec';
import type { Backend } from './backend';
import type { Display } from './display';
import { loadKinds } from './kinds';
import type { LiveState, Load } from './live-state';
import { CATCH_UP_CHUNK_MILLISECONDS, PATIENCE_MILLISECONDS } from './pace';
import type { Reports } from './reports';

/** Moments of the sample paths that are drawn on the way. */
const CATCH_UP_MOMENTS = 24;
/** A new spec is on the screen after about this long, with as many particles as that allows. */
const PREVIEW_MILLISECONDS = 30;
const FEWEST_PREVIEW_PARTICLES = 256;
/** The longest that a moving slider waits for the fewest. */
const LONGEST_PREVIEW_MILLISECONDS = 1000;
/**
 * The longest that a run takes to come to the time of the one before it; it takes fewer particles
 * for that.
 */
const CATCH_UP_MILLISECONDS = 8000;

/** Puts the ensemble of a new spec on the screen. */
export class SpecLoader {
  constructor(
    private readonly live: LiveState,
    private readonly reports: Reports,
    private readonly display: Display,
  ) {}

  /**
   * Makes the ensemble of the spec that is wanted, at the time of the one on the screen where the
   * load says so. What takes long is first shown with fewer particles; a slider that moves is shown
   * with those alone.
   */
  async replace(backend = this.live.backend): Promise<void> {
    const { live } = this;
    const load = live.wanted!;
    live.wanted = null;
    await loadKinds(load.spec);
    const { particles } = live.fitted(load.spec, backend).ensemble;
    const now = (live.ensemble.step * live.ensemble.spec.time.dt) / load.spec.time.dt;
    let goal = load.from === 'now' ? Math.min(load.spec.time.steps, Math.round(now)) : 0;
    /** As many particles as get there in this time. */
    const within = (milliseconds: number) => {
      const affordable = (backend.pace.capability * milliseconds) / 1000 / Math.max(goal, 1);
      return Math.min(
        particles,
        Math.max(FEWEST_PREVIEW_PARTICLES, 256 * Math.floor(affordable / 256)),
      );
    };
    const takes = (count: number) => (1000 * count * goal) / backend.pace.capability;
    const few = within(PREVIEW_MILLISECONDS);
    if (takes(few) > LONGEST_PREVIEW_MILLISECONDS) {
      // Nobody can be there while the slider moves: what ran before stays until it is let go.
      if (load.preview) return;
      if (takes(few) > CATCH_UP_MILLISECONDS) goal = 0;
    }
    const shown = load.preview
      ? few
      : live.allParticles
        ? particles
        : within(CATCH_UP_MILLISECONDS);
    if (takes(shown) > 2 * CATCH_UP_MILLISECONDS) goal = 0;
    const made = new Set<Ensemble>();
    const make = async (count: number) => {
      const spec = withParticles(load.spec, count);
      const ensemble = await backend.engine.create(spec, { submitMilliseconds: 8 });
      made.add(ensemble);
      return ensemble;
    };
    try {
      const ensemble = await make(shown);
      if (!load.preview && few < shown && takes(shown) > PATIENCE_MILLISECONDS / 2) {
        const fewer = await make(few);
        await this.bring(fewer, load, backend, goal, true);
        made.delete(fewer);
      }
      if (await this.bring(ensemble, load, backend, goal, load.preview && shown < particles))
        made.delete(ensemble);
    } catch (error) {
      if (error instanceof EngineLimitError) {
        this.reports.post({ type: 'refused', run: load.run, sentence: error.message });
        return;
      }
      // The engine that comes after runs it.
      if (error instanceof DeviceLostError) live.wanted ??= load;
      throw error;
    } finally {
      for (const each of made) each.destroy();
    }
  }

  /**
   * Takes a new ensemble to a step and onto the screen, unless another is wanted meanwhile.
   * @returns Whether it is there.
   */
  private async bring(
    ensemble: Ensemble,
    load: Load,
    backend: Backend,
    goal: number,
    preview: boolean,
  ): Promise<boolean> {
    const { live, reports } = this;
    const { pace } = backend;
    pace.restart(ensemble.spec.ensemble.particles);
    if (goal === 0) await reports.paths(ensemble, load.run);
    // Advances to whole blocks cost least.
    const apart = BLOCK_STEPS * Math.ceil(goal / CATCH_UP_MOMENTS / BLOCK_STEPS);
    while (ensemble.step < goal) {
      const chunk = Math.min(pace.stepsWithin(CATCH_UP_CHUNK_MILLISECONDS), apart);
      await live.advance(backend, ensemble, Math.min(goal, ensemble.step + chunk));
      if (live.wanted && !preview) return false;
      await reports.paths(ensemble, load.run);
      if (!preview) reports.state(ensemble.step / goal);
    }
    live.ensemble.destroy();
    live.ensemble = ensemble;
    // The ends of the picture may have moved since the preview of this run.
    if (live.run !== load.run) {
      live.spec = load.spec;
      live.steps = load.spec.time.steps;
    }
    live.run = load.run;
    live.preview = preview;
    if (backend !== live.backend) {
      live.backend = backend;
      reports.engine();
    }
    reports.began(ensemble.step);
    if (preview) await this.display.showNow();
    return true;
  }
}
