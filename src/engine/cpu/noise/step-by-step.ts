import { BLOCK_STEPS } from '../../constants';
import type { RunParameters } from '../../run-parameters';
import type { Stream } from '../generator/stream';
import type { Noise } from './noise';

/** Noise whose steps take a number of words each that is the same for all. */
export abstract class StepByStepNoise implements Noise {
  readonly xi = new Float64Array(BLOCK_STEPS);
  readonly eta = new Float64Array(BLOCK_STEPS);
  /** Words of one step. */
  protected readonly words: Int32Array;

  constructor(
    protected readonly run: RunParameters,
    private readonly stream: Stream,
    wordCount: number,
  ) {
    this.words = new Int32Array(wordCount);
  }

  /** Writes `xi` and `eta` of a step, of `words`. */
  protected abstract make(step: number): void;

  draw(
    particle: number,
    block: number,
    place: number,
    cell: number,
    first: number,
    end: number,
  ): void {
    const { words, stream } = this;
    stream.start(particle, block, place, cell);
    for (let step = 0; step < end; step++) {
      stream.fill(words, words.length);
      if (step >= first) this.make(step);
    }
  }
}
