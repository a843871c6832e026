import type { Engine, Ensemble } from '../../engine/engine';
import { histogramEdges } from '../../spec/histogram-edges';
import { dimensionOf, type Spec } from '../../spec/spec';
import { binProbabilities, growthOf, theoryOf } from '../../theory/theory';
import type { Wants } from './figure';
import {
  type FigureMoment,
  type LawShares,
  PATH_PARTS,
  type ParticlePlaces,
  QUANTILES,
  type Side,
} from './moment';

const LATTICES: readonly string[] = ['coin-tree', 'lattice', 'point-mass'];

/** What a figure shows of one spec. */
interface Part {
  ensemble: Ensemble;
  paths: Side['paths'];
  law: LawShares | null;
  /** Undefined until it is asked for. */
  growth?: number | null;
}

/**
 * The runs of a figure, side by side: all are at the same share of their steps. The same for the
 * page's worker and for the build, which draws still pictures.
 */
export class FigureRun {
  private done = 0;

  private constructor(
    private readonly parts: readonly Part[],
    private readonly wants: Wants,
  ) {}

  /**
   * @param before  A run of the same engine, which ends; what of it has come to its last step is
   * taken over where the new one has the same spec.
   * @throws EngineLimitError when a spec needs more than the engine has.
   */
  static async begin(
    engine: Engine,
    specs: readonly Spec[],
    wants: Wants,
    before: FigureRun | null = null,
  ): Promise<FigureRun> {
    const ended = before?.release() ?? new Map<string, Part>();
    const parts: Part[] = [];
    try {
      for (const spec of specs) {
        const key = JSON.stringify(spec);
        const part = ended.get(key) ?? (await beginPart(engine, spec));
        ended.delete(key);
        parts.push(part);
      }
    } finally {
      for (const { ensemble } of ended.values()) ensemble.destroy();
    }
    const run = new FigureRun(parts, wants);
    for (const part of run.parts) if (part.ensemble.step === 0) await run.keepPaths(part);
    return run;
  }

  /** Ends; gives what has come to its last step away, by its spec. */
  private release(): Map<string, Part> {
    const ended = new Map<string, Part>();
    for (const part of this.parts) {
      const { ensemble } = part;
      if (ensemble.step < ensemble.spec.time.steps) ensemble.destroy();
      else ended.set(JSON.stringify(ensemble.spec), part);
    }
    return ended;
  }

  /** Share of the run that is done, 0 to 1. */
  get share(): number {
    return this.done;
  }

  /** Steps of all runs together. */
  get steps(): number {
    return this.parts.reduce((sum, { ensemble }) => sum + ensemble.spec.time.steps, 0);
  }

  /**
   * Moves every run to this share of its steps, stopping on the way where paths are kept, so that
   * they are the same however a run is cut into pieces.
   */
  async advance(share: number): Promise<void> {
    const to = Math.min(1, Math.max(this.done, share));
    await Promise.all(this.parts.map((part) => this.advancePart(part, to)));
    this.done = to;
  }

  private async advancePart(part: Part, share: number): Promise<void> {
    const { ensemble } = part;
    const { steps } = ensemble.spec.time;
    const target = Math.floor(share * steps + 1e-9);
    const every = Math.ceil(steps / PATH_PARTS);
    while (ensemble.step < target) {
      const stop = this.wants.paths ? (Math.floor(ensemble.step / every) + 1) * every : target;
      await ensemble.advance(Math.min(stop, target));
      if (ensemble.step % every === 0 || ensemble.step === steps) await this.keepPaths(part);
    }
  }

  /** @param withLaw  Compute laws anew; otherwise those of the last time are given again. */
  async moment(withLaw: boolean): Promise<FigureMoment> {
    // All runs at once: a device answers many in the time that it takes for one.
    const sides = await Promise.all(this.parts.map((part) => this.sideOf(part, withLaw)));
    return { share: this.done, sides };
  }

  destroy(): void {
    for (const { ensemble } of this.parts) ensemble.destroy();
  }

  private async sideOf(part: Part, withLaw: boolean): Promise<Side> {
    const { ensemble } = part;
    const { spec, step } = ensemble;
    const { wants } = this;
    const counted = wants.counts ? await ensemble.count() : null;
    const quantiles = wants.quantiles ? await ensemble.quantiles(QUANTILES) : [];
    const dots = await placesOf(ensemble, wants.dots ?? 0);
    if (wants.growth && withLaw && part.growth === undefined)
      part.growth = growthOf(spec).lyapunovExponent;
    if (wants.law && withLaw && !part.law?.stationary) part.law = lawAt(spec, step);
    return {
      spec,
      step,
      particles: spec.ensemble.particles,
      counted,
      quantiles,
      dots,
      paths: part.paths.slice(),
      law: part.law,
      growth: part.growth ?? null,
    };
  }

  private async keepPaths({ ensemble, paths }: Part): Promise<void> {
    if (!this.wants.paths) return;
    const places = await placesOf(ensemble, this.wants.paths);
    paths.push({ ...places, step: ensemble.step });
  }
}

async function beginPart(engine: Engine, spec: Spec): Promise<Part> {
  const ensemble = await engine.create(spec, { submitMilliseconds: 8 });
  return { ensemble, paths: [], law: null };
}

async function placesOf(ensemble: Ensemble, particles: number): Promise<ParticlePlaces> {
  const count = Math.min(particles, ensemble.spec.ensemble.particles);
  if (count === 0) return { x: new Float32Array(0), y: null };
  const plane = dimensionOf(ensemble.spec) > 1;
  const x = await ensemble.read(count, plane ? 0 : undefined);
  return { x, y: plane ? await ensemble.read(count, 1) : null };
}

/** The law of a moment over the bins of its spec; null where nobody knows one. */
export function lawAt(spec: Spec, step: number): LawShares | null {
  const { law } = theoryOf(spec, step);
  if (!law) return null;
  const { histogram } = spec;
  const { bins } = binProbabilities(law, histogramEdges(histogram), histogram.axis);
  return { bins, lattice: LATTICES.includes(law.name), stationary: law.kind === 'stationary' };
}
