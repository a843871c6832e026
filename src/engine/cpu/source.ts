import { BLOCK_STEPS, PURPOSE_KICK, PURPOSE_NOISE } from '../constants';
import type { RunParameters } from '../run-parameters';
import type { Stream } from './generator/stream';
import type { Noise } from './noise/noise';
import { normalPairs } from './normal';

/**
 * The randomness of a block's steps: the gradient's noise and, where the optimizer kicks, isotropic
 * normals from a stream of their own. Mirrors the files of shaders/source/ and the kicks of
 * shaders/point/.
 */
export class Source {
  /** Shape: f64[BLOCK_STEPS][pointSize]; empty where nobody kicks. */
  readonly kicks: Float64Array;
  private readonly pairs: number;
  private readonly words: Int32Array;
  private readonly first: Float64Array;
  private readonly second: Float64Array;

  constructor(
    private readonly run: RunParameters,
    private readonly stream: Stream,
    readonly noise: Noise,
    /** Whether the optimizer looks at the gradient's noise at all. */
    private readonly noisy: boolean,
    private readonly kicked: boolean,
  ) {
    this.pairs = kicked ? BLOCK_STEPS * Math.ceil(run.pointSize / 2) : 0;
    this.kicks = new Float64Array(kicked ? BLOCK_STEPS * run.pointSize : 0);
    this.words = new Int32Array(2 * this.pairs);
    this.first = new Float64Array(this.pairs);
    this.second = new Float64Array(this.pairs);
  }

  /** Draws steps `first` (inclusive) to `end` (exclusive) of a block. */
  draw(particle: number, block: number, group: number, first: number, end: number): void {
    const { cell } = this.run;
    if (this.noisy) this.noise.draw(particle, block, PURPOSE_NOISE * 256 + group, cell, first, end);
    if (this.kicked) this.drawKicks(particle, block, group, end);
  }

  private drawKicks(particle: number, block: number, group: number, end: number): void {
    const { pointSize, cell } = this.run;
    const perStep = Math.ceil(pointSize / 2);
    this.stream.start(particle, block, PURPOSE_KICK * 256 + group, cell);
    this.stream.fill(this.words, 2 * perStep * end);
    normalPairs(this.words, 0, perStep * end, this.first, this.second);
    for (let step = 0; step < end; step++)
      for (let k = 0; k < pointSize; k++)
        this.kicks[step * pointSize + k] = (k % 2 ? this.second : this.first)[
          perStep * step + (k >> 1)
        ];
  }
}
