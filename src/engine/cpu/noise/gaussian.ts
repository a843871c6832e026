import type { RunParameters } from '../../run-parameters';
import type { Stream } from '../generator/stream';
import { normalPair } from '../normal';
import type { Noise } from './noise';

/** Two correlated standard normals a step, two words. Mirrors shaders/noise/gaussian.wgsl. */
export class GaussianNoise implements Noise {
  xi = 0;
  eta = 0;
  private readonly pair = { first: 0, second: 0 };

  constructor(
    private readonly run: RunParameters,
    private readonly stream: Stream,
  ) {}

  start(particle: number, block: number, place: number, cell: number): void {
    this.stream.start(particle, block, place, cell);
  }

  skip(steps: number): void {
    for (let word = 0; word < 2 * steps; word++) this.stream.nextWord();
  }

  refill(): void {}

  draw(): void {
    const radiusWord = this.stream.nextWord();
    const angleWord = this.stream.nextWord();
    normalPair(radiusWord, angleWord, this.pair);
    this.xi = this.pair.first;
    this.eta = this.run.rho * this.pair.first + this.run.rhoComplement * this.pair.second;
  }
}
