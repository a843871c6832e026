import type { Engine } from '../../engine/engine';
import { createCpuEngine, DeviceLostError, messageOf, usableKernels } from '../../engine/open';
import { openGpu } from '../../host/web/engines';
import { hasTheoryOf } from '../../theory/model-theories';
import { FigureRun } from './figure-run';
import type { FromStory, ToStory } from './story-protocol';

/**
 * Least time between two moments: every second frame of a display of 60 a second, or the next one
 * where a frame is late. Figures that move in each leave a page of six little time for its own.
 */
const MOMENT_MILLISECONDS = 25;
/** Time that moving particles may take for a moment, of all figures together. */
const BUDGET_MILLISECONDS = 16;
/** A law that changes with time is computed so often. */
const LAW_MILLISECONDS = 250;
/** The longest time that a frame counts for, where frames did not come. */
const LONGEST_FRAME_SECONDS = 0.1;

type Order = Extract<ToStory, { type: 'run' }>;

/** A figure on the page. */
interface Staged {
  /** To be begun. */
  order: Order | null;
  run: FigureRun | null;
  /** Of the run. */
  engine: Engine | null;
  /** What the run that is on was asked for by. */
  begun: Order | null;
  going: boolean;
  /** To be forgotten. */
  ended: boolean;
  /** Share of the run that a millisecond takes beside the other figures, as measured. */
  sharePerMillisecond: number;
  lawTime: number;
}

/**
 * Runs all figures of the story on one engine, all of them in each frame. Messages only leave notes
 * for the loop. A run belongs to the engine that it began on: the CPU's until a
 * graphics card is there, or a software adapter that is faster.
 */
export class StoryRunner {
  private engine: Engine | null = null;
  private readonly figures = new Map<string, Staged>();
  private wake: () => void = () => {};

  constructor(private readonly post: (message: FromStory) => void) {}

  receive(message: ToStory): void {
    switch (message.type) {
      case 'start':
        void this.start(message.prefersGpu);
        return;
      case 'run':
        this.staged(message.figure).order = message;
        break;
      case 'go':
      case 'halt':
        this.staged(message.figure).going = message.type === 'go';
        break;
      case 'end':
        this.staged(message.figure).ended = true;
        break;
      default:
        message satisfies never;
    }
    this.wake();
  }

  private staged(figure: string): Staged {
    const known = this.figures.get(figure);
    if (known) return known;
    const staged: Staged = {
      order: null,
      run: null,
      engine: null,
      begun: null,
      going: false,
      ended: false,
      sharePerMillisecond: 0,
      lawTime: 0,
    };
    this.figures.set(figure, staged);
    return staged;
  }

  private async start(prefersGpu: boolean): Promise<void> {
    this.take(createCpuEngine(await usableKernels('fastest')));
    void this.loop();
    await this.lookForGpu(prefersGpu);
  }

  private take(engine: Engine): void {
    this.engine = engine;
    this.post({ type: 'engine', identity: engine.identity });
  }

  /** Where there is none, or it is slower, the CPU's engine stays. */
  private async lookForGpu(prefersGpu: boolean): Promise<void> {
    const store = import('../shared/tuning-store');
    // openGpu tells of it.
    store.catch(() => {});
    const found = await openGpu({
      // Each figure begins again when its next step fails.
      onRecovered: () => {},
      tuningOf: async (adapter) => (await store).keptTuning(adapter),
    });
    const cpu = this.engine;
    if (!found.engine || !cpu) return;
    if (found.engine.identity.fallback && !prefersGpu) {
      const { timesOfSoftwareGpu } = await import('../shared/software-speed');
      if ((await timesOfSoftwareGpu(cpu, found.engine)) >= 1) {
        found.engine.destroy();
        return;
      }
    }
    this.take(found.engine);
  }

  private async loop(): Promise<void> {
    let last = performance.now();
    for (;;) {
      if (!this.hasWork()) {
        await new Promise<void>((resolve) => {
          this.wake = resolve;
        });
        this.wake = () => {};
        last = performance.now();
      }
      await new Promise(requestAnimationFrame);
      const now = performance.now();
      if (now - last < MOMENT_MILLISECONDS) continue;
      const seconds = Math.min(LONGEST_FRAME_SECONDS, (now - last) / 1000);
      last = now;
      this.forgetEnded();
      const going = [...this.figures].filter(([, staged]) => isWorking(staged));
      // All at once: a device answers six figures in the time that it takes for one.
      await Promise.all(
        going.map(([figure, staged]) =>
          this.move(figure, staged, seconds).catch((error) => this.fail(figure, staged, error)),
        ),
      );
    }
  }

  /** After a loss of the device a figure begins again, on the next one. */
  private fail(figure: string, staged: Staged, error: unknown): void {
    const { begun } = staged;
    staged.run = null;
    if (error instanceof DeviceLostError) {
      staged.order ??= begun;
      return;
    }
    staged.going = false;
    this.post({ type: 'refused', figure, run: begun?.run ?? 0, sentence: messageOf(error) });
  }

  private forgetEnded(): void {
    for (const [figure, { ended, run }] of this.figures) {
      if (!ended) continue;
      run?.destroy();
      this.figures.delete(figure);
    }
  }

  private hasWork(): boolean {
    return [...this.figures.values()].some((staged) => staged.ended || isWorking(staged));
  }

  private async move(figure: string, staged: Staged, seconds: number): Promise<void> {
    const { order, engine } = { order: staged.order, engine: this.engine };
    if (order && engine) {
      staged.order = null;
      await begin(staged, order, engine);
      if (order.seconds > 0) await this.show(figure, staged);
      return;
    }
    const { run, begun } = staged;
    if (!run || !begun) return;
    const began = performance.now();
    const before = run.share;
    const due = begun.seconds > 0 ? seconds / begun.seconds : 1;
    // The first piece is small: nothing is known of its time.
    const affordable =
      staged.sharePerMillisecond * BUDGET_MILLISECONDS || Math.max(1e-3, 1 / run.steps);
    await run.advance(before + Math.min(due, affordable));
    learn(staged, run.share - before, performance.now() - began);
    if (begun.seconds > 0 || run.share === 1) await this.show(figure, staged);
  }

  private async show(figure: string, staged: Staged): Promise<void> {
    const { run, begun } = staged;
    if (!run || !begun || staged.order) return;
    const now = performance.now();
    const withLaw = run.share === 1 || now - staged.lawTime >= LAW_MILLISECONDS;
    if (withLaw) staged.lawTime = now;
    const moment = await run.moment(withLaw);
    this.post({ type: 'moment', figure, run: begun.run, moment });
  }
}

function isWorking({ going, order, run }: Staged): boolean {
  return going && (order !== null || (run !== null && run.share < 1));
}

async function begin(staged: Staged, order: Order, engine: Engine): Promise<void> {
  const { run: before, engine: engineBefore } = staged;
  staged.run = null;
  // Runs that have ended stay as they are: the reader did not ask for them again.
  const stays = order.wants.keeps && order.seconds === 0 && engineBefore === engine;
  if (!stays) before?.destroy();
  staged.engine = engine;
  staged.begun = order;
  staged.sharePerMillisecond = 0;
  staged.lawTime = 0;
  if ((order.wants.law || order.wants.growth) && order.specs.some((spec) => !hasTheoryOf(spec)))
    await import('../../theory/all-methods');
  staged.run = await FigureRun.begin(engine, order.specs, order.wants, stays ? before : null);
}

/** Learns how long steps take; a clock may stand still for a moment. */
function learn(staged: Staged, share: number, milliseconds: number): void {
  const measured = share / Math.max(milliseconds, 0.1);
  staged.sharePerMillisecond =
    staged.sharePerMillisecond === 0
      ? measured
      : staged.sharePerMillisecond + 0.3 * (measured - staged.sharePerMillisecond);
}
