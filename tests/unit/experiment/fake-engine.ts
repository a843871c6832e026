import type {
  Counts,
  DensityView,
  Engine,
  EngineIdentity,
  Ensemble,
  EscapeBatch,
  EscapeTally,
} from '../../../src/engine/engine';
import { DeviceLostError } from '../../../src/engine/errors';
import { noiseAt } from '../../../src/spec/listed-noise';
import type { Spec } from '../../../src/spec/spec';
import { VERSION } from '../../../src/version';

/** A number from 0 to 1 for a replica of a cell; every adapter has its own. */
export function fakeDraw(cell: number, replica: number, adapter = 'fake'): number {
  const salt = adapter === 'fake' ? 0 : adapter.charCodeAt(0) << 20;
  return (
    (Math.imul(Math.imul(cell + 1, 0x9e3779b1) ^ (replica + 1) ^ salt, 0x85ebca6b) >>> 0) / 2 ** 32
  );
}

/** An engine without physics: every particle sits in the bin whose number is the step. */
export class FakeEngine implements Engine {
  identity: EngineIdentity = { kind: 'cpu', adapter: 'fake', fallback: false, version: VERSION };
  readonly advances: number[] = [];
  alive = 0;
  /** The device is lost on the way to this step. */
  loseAt = Number.POSITIVE_INFINITY;

  largestEnsemble(): number {
    return 1e9;
  }

  async create(spec: Spec): Promise<Ensemble> {
    this.alive += 1;
    return new FakeEnsemble(this, spec);
  }

  /** Batches of every call. */
  readonly escapeCalls: (readonly EscapeBatch[])[] = [];
  /** May throw, as an engine may that cannot do a batch. */
  beforeEscapes: (batches: readonly EscapeBatch[]) => void = () => {};

  /** Replica r of a cell escapes where a scrambled number of the two is below sigma / 4. */
  async countEscapes(batches: readonly EscapeBatch[]): Promise<EscapeTally[]> {
    this.beforeEscapes(batches);
    this.escapeCalls.push(batches);
    return batches.map(({ specs, first, end }) => {
      const out = specs.map(({ noise, ensemble }) =>
        Array.from(
          { length: end - first },
          (_, k) =>
            fakeDraw(ensemble.cell ?? 0, first + k, this.identity.adapter) <
            noiseAt(noise, 0).sigma / 4,
        ),
      );
      const count = (holds: (replica: number) => boolean) =>
        out[0].filter((_, replica) => holds(replica)).length;
      return {
        escaped: out.map((side) => count((replica) => side[replica])),
        together: out.map((side) => count((replica) => side[replica] && out[0][replica])),
      };
    });
  }

  /** Those that escape do so at a step of their own. */
  async escapeSteps(spec: Spec, first: number, end: number): Promise<Uint32Array> {
    const { noise, ensemble, time } = spec;
    return Uint32Array.from({ length: end - first }, (_, k) => {
      const u = fakeDraw(ensemble.cell ?? 0, first + k, this.identity.adapter);
      return u < noiseAt(noise, 0).sigma / 4 ? 1 + Math.floor(u * time.steps) : 0;
    });
  }

  createDensityView(): DensityView {
    throw new Error('a fake draws nothing');
  }

  destroy(): void {}
}

class FakeEnsemble implements Ensemble {
  step = 0;
  constructor(
    private readonly engine: FakeEngine,
    public spec: Spec,
  ) {}

  async rebin({ min, max }: { min: number; max: number }): Promise<void> {
    this.spec = { ...this.spec, histogram: { ...this.spec.histogram, min, max } };
  }

  async advance(target: number): Promise<void> {
    if (target >= this.engine.loseAt) throw new DeviceLostError('the cable was pulled');
    this.step = target;
    this.engine.advances.push(target);
  }

  async count(): Promise<Counts> {
    const { particles } = this.spec.ensemble;
    const counts = new Uint32Array(this.spec.histogram.bins);
    const above = Math.min(2, particles - 1);
    counts[this.step % counts.length] = particles - 1 - above;
    return {
      step: this.step,
      particles,
      counts,
      below: 1,
      above,
      nonFinite: 0,
      escaped: this.step > 0 ? above : 0,
      zero: 0,
      frozen: 0,
      beyond: above,
    };
  }

  async quantiles(probabilities: readonly number[]): Promise<number[]> {
    return probabilities.map((p) => Math.fround(p * this.step));
  }

  async countPlane(): Promise<Uint32Array> {
    throw new Error('a fake has one coordinate');
  }

  async read(particles: number): Promise<Float32Array> {
    return new Float32Array(particles);
  }

  async readExits(particles: number): Promise<Uint32Array> {
    return new Uint32Array(particles);
  }

  async readEscapeSteps(particles: number): Promise<Uint32Array> {
    // As `count` says.
    const steps = new Uint32Array(particles);
    if (this.step > 0) steps.fill(1, 0, Math.min(2, this.spec.ensemble.particles - 1));
    return steps;
  }

  destroy(): void {
    this.engine.alive -= 1;
  }
}
