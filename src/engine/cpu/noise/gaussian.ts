import { BLOCK_STEPS } from '../../constants';
import type { RunParameters } from '../../run-parameters';
import type { Stream } from '../generator/stream';
import { normalPairs } from '../normal';
import type { Noise } from './noise';

/** Two correlated standard normals a step, two words. Mirrors shaders/noise/gaussian.wgsl. */
export class GaussianNoise implements Noise {
  readonly xi = new Float64Array(BLOCK_STEPS);
  readonly eta = new Float64Array(BLOCK_STEPS);
  private readonly words = new Int32Array(2 * BLOCK_STEPS);

  constructor(
    private readonly run: RunParameters,
    private readonly stream: Stream,
  ) {}

  draw(
    particle: number,
    block: number,
    place: number,
    cell: number,
    first: number,
    end: number,
  ): void {
    const { xi, eta } = this;
    const { rho, rhoComplement } = this.run;
    this.stream.start(particle, block, place, cell);
    this.stream.fill(this.words, 2 * end);
    normalPairs(this.words, first, end, xi, eta);
    for (let step = first; step < end; step++)
      eta[step] = rho * xi[step] + rhoComplement * eta[step];
  }
}
