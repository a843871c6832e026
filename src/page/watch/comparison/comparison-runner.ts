import type { Ensemble } from '../../../engine/engine';
import { createCpuEngine, messageOf, usableKernels, wholeBlocks } from '../../../engine/open';
import {
  CURVE_PARTS,
  type FromComparison,
  type SideMoment,
  type ToComparison,
} from './comparison-protocol';

/** Time of one round in which every method moves by the same steps. */
const ROUND_MILLISECONDS = 60;
/** Time between two moments that are shown. */
const MOMENT_MILLISECONDS = 100;

/**
 * Moves one population a method, all by the same steps a round, so that they are seen at the same
 * moment. Specs of a comparison have one seed, so that particle i of each has the same noise. It
 * runs on the CPU, beside whatever the page itself runs on.
 */
export class ComparisonRunner {
  private wanted: Extract<ToComparison, { type: 'compare' }> | null = null;
  private playing = true;
  private wake: () => void = () => {};

  constructor(private readonly post: (message: FromComparison) => void) {
    void this.loop();
  }

  receive(message: ToComparison): void {
    switch (message.type) {
      case 'compare':
        this.wanted = message;
        break;
      case 'play':
      case 'pause':
        this.playing = message.type === 'play';
        break;
      default:
        message satisfies never;
    }
    this.wake();
  }

  private async loop(): Promise<void> {
    for (;;) {
      const next = this.wanted;
      this.wanted = null;
      if (!next) {
        await this.woken();
        continue;
      }
      try {
        await this.run(next);
      } catch (error) {
        this.post({ type: 'refused', run: next.run, sentence: messageOf(error) });
      }
    }
  }

  private woken(): Promise<void> {
    return new Promise((resolve) => {
      this.wake = resolve;
    });
  }

  /** To the last step, or until another comparison is wanted. */
  private async run({ run, specs }: Extract<ToComparison, { type: 'compare' }>): Promise<void> {
    const engine = createCpuEngine(await usableKernels('fastest'));
    const sides = await Promise.all(
      specs.map((spec) => engine.create(spec, { submitMilliseconds: 20 })),
    );
    const last = specs[0].time.steps;
    let step = 0;
    let chunk = wholeBlocks(1);
    let shown = Number.NEGATIVE_INFINITY;
    await this.show(run, step, sides, last);
    while (step < last && !this.wanted) {
      if (!this.playing) {
        await this.woken();
        continue;
      }
      const begun = performance.now();
      step = Math.min(last, step + chunk);
      for (const side of sides) {
        await side.advance(step);
        if (this.wanted) return;
      }
      const now = performance.now();
      // A clock may stand still for a round: twice the steps are taken then.
      const faster = ROUND_MILLISECONDS / Math.max(now - begun, ROUND_MILLISECONDS / 2);
      chunk = wholeBlocks(chunk * faster);
      if (now - shown < MOMENT_MILLISECONDS && step < last) continue;
      shown = now;
      await this.show(run, step, sides, last);
    }
  }

  private async show(run: number, step: number, sides: Ensemble[], last: number): Promise<void> {
    const moments: SideMoment[] = [];
    for (const side of sides) {
      const { counts, escaped } = await side.count();
      const passages = await side.readEscapeSteps(side.spec.ensemble.particles);
      moments.push({ counts, escaped, curve: escapeCurve(passages, last) });
    }
    this.post({ type: 'moment', run, step, sides: moments });
  }
}

/**
 * First passages by the end of each part of a run.
 * @param passages  Step of each first passage, 0 where there was none.
 * @param last  Steps of the run.
 */
export function escapeCurve(passages: Uint32Array, last: number): Uint32Array {
  const curve = new Uint32Array(CURVE_PARTS + 1);
  for (const passage of passages)
    if (passage > 0) curve[Math.ceil((passage * CURVE_PARTS) / last)]++;
  for (let part = 1; part <= CURVE_PARTS; part++) curve[part] += curve[part - 1];
  return curve;
}
