import { type Spec, withEnds } from '../../spec/spec';
import { SpecError } from '../../spec/spec-error';
import { hasTheoryOf } from '../../theory/model-theories';
import { load } from '../shared/boot';
import type { LiveClient } from './live/live-client';
import { checkedSpec, hasOtherRuns, loadOtherRuns } from './load-other-runs';
import { SpecHistory } from './spec-history';

/** From one preview to the next while a slider moves; the first is asked for at once. */
const PREVIEW_MILLISECONDS = 60;

/** From step 0, or to the present moment of the run that is on the screen. */
export type From = 'start' | 'now';

/**
 * The spec that runs, and every change of it. A change is checked first: a bad one is refused with
 * a sentence and what runs goes on. A spec fixes its run from step 0, so each change starts a new
 * run.
 */
export class Session {
  /** The spec in force. */
  spec: Spec;
  /** Number of its run: messages of the worker carry it. */
  run = 0;
  /** The ends of the picture stay as the spec has them. A script gets what it asked for. */
  axisFixed = false;
  private readonly history: SpecHistory;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly specs = new Map<number, Spec>();
  private readonly waiting = new Map<
    number,
    { resolve: () => void; reject: (error: Error) => void }
  >();

  /**
   * @param onSpec  Told of every spec that comes into force; `final` is false while a slider moves.
   * @param onRefusal  Told why a change was refused that came before what reads specs was loaded.
   */
  constructor(
    first: Spec,
    private readonly client: LiveClient,
    private readonly onSpec: (spec: Spec, final: boolean) => void,
    private readonly onRefusal: (sentence: string) => void,
  ) {
    this.spec = first;
    this.history = new SpecHistory(first);
    this.specs.set(0, first);
  }

  get canUndo(): boolean {
    return this.history.canUndo;
  }

  get canRedo(): boolean {
    return this.history.canRedo;
  }

  /** The spec of a run the worker tells of. */
  specOf(run: number): Spec | undefined {
    return this.specs.get(run);
  }

  /**
   * Takes over a changed spec.
   *
   * @param edit  Changes a copy of the spec in force.
   * @returns null, or one sentence why it is refused.
   */
  edit(edit: (spec: Spec) => void, options: { final?: boolean; from?: From } = {}): string | null {
    const draft = structuredClone(this.spec);
    edit(draft);
    return this.offer(draft, options);
  }

  /** As `edit`, with a whole spec or anything that claims to be one. */
  offer(input: unknown, options: { final?: boolean; from?: From } = {}): string | null {
    if (!hasOtherRuns()) {
      void this.offerLater(input, options);
      return null;
    }
    const { final = true, from = 'now' } = options;
    let spec: Spec;
    try {
      spec = checkedSpec(input);
    } catch (error) {
      if (error instanceof SpecError) return error.message;
      throw error;
    }
    // Who gives ends of the picture wants those.
    if (isSameAxis(spec, this.spec) && !isSamePicture(spec, this.spec)) this.axisFixed = true;
    if (final) this.history.push(spec);
    this.takeOver(spec, final, from);
    return null;
  }

  private async offerLater(
    input: unknown,
    options: { final?: boolean; from?: From },
  ): Promise<void> {
    if (!(await loadOtherRuns())) return;
    const refusal = this.offer(input, options);
    if (refusal === null) return;
    this.onRefusal(refusal);
    this.onSpec(this.spec, true);
  }

  /**
   * Runs a spec and resolves when it is on the screen. Rejects with the sentence when it is
   * refused.
   */
  async load(input: unknown): Promise<void> {
    if (!(await loadOtherRuns()) || !(await loadMethodTheory()))
      throw new Error('A part of this page could not be loaded; reload it.');
    this.axisFixed = true;
    const refusal = this.offer(input, { from: 'start' });
    if (refusal) throw new Error(refusal);
    await new Promise<void>((resolve, reject) => this.waiting.set(this.run, { resolve, reject }));
  }

  undo(): void {
    if (this.canUndo) this.takeOver(this.history.undo(), true, 'now');
  }

  redo(): void {
    if (this.canRedo) this.takeOver(this.history.redo(), true, 'now');
  }

  /** What was run before and is asked for by the browser's Back or Forward: as undo and redo. */
  revisit(spec: Spec): boolean {
    const known = this.history.goTo(spec);
    if (known) this.takeOver(this.history.current, true, 'now');
    return known;
  }

  restart(): void {
    this.takeOver(this.spec, true, 'start');
  }

  /** The same run, longer: nothing starts anew. */
  extend(steps: number): string | null {
    if (!hasOtherRuns()) {
      void loadOtherRuns().then((there) => there && this.extend(steps));
      return null;
    }
    const draft = structuredClone(this.spec);
    draft.time.steps = steps;
    try {
      this.spec = checkedSpec(draft);
    } catch (error) {
      return (error as Error).message;
    }
    this.history.push(this.spec);
    this.specs.set(this.run, this.spec);
    this.client.send({ type: 'extend', spec: this.spec });
    this.onSpec(this.spec, true);
    return null;
  }

  /**
   * The same run between other ends of the histogram: nothing starts anew, and there is nothing to
   * undo.
   */
  rebin(ends: { min: number; max: number }): void {
    if (!hasOtherRuns()) {
      void loadOtherRuns().then((there) => there && this.rebin(ends));
      return;
    }
    try {
      this.spec = checkedSpec(withEnds(this.spec, ends));
    } catch (error) {
      // float32 has no such bins: the picture stays as it is.
      if (error instanceof SpecError) return;
      throw error;
    }
    if (!this.moving) this.history.replace(this.spec);
    this.specs.set(this.run, this.spec);
    this.client.send({ type: 'rebin', run: this.run, ...ends });
    this.onSpec(this.spec, !this.moving);
  }

  /** The worker has this run on the screen. */
  started(run: number): void {
    for (const known of this.specs.keys()) if (known < run) this.specs.delete(known);
    for (const [number, { resolve, reject }] of this.waiting)
      if (number <= run) {
        this.waiting.delete(number);
        if (number === run) resolve();
        else reject(new Error('Another spec was loaded before this one was shown.'));
      }
  }

  /** The engine cannot run it: back to the spec that runs. */
  refused(run: number, sentence: string): void {
    this.waiting.get(run)?.reject(new Error(sentence));
    this.waiting.delete(run);
    const running = Math.min(...this.specs.keys());
    const spec = this.specs.get(running);
    if (run !== this.run || !spec) return;
    this.spec = spec;
    this.run = running;
    this.history.undo();
    this.onSpec(spec, true);
  }

  /** No run that waits will be on the screen. */
  failed(sentence: string): void {
    for (const { reject } of this.waiting.values()) reject(new Error(sentence));
    this.waiting.clear();
  }

  /** A slider moves: neither the address nor the history has the spec yet. */
  private moving = false;
  /** The last spec that was to be taken over. */
  private wanted: Spec | null = null;

  private takeOver(spec: Spec, final: boolean, from: From): void {
    this.wanted = spec;
    if (!hasOtherRuns() || !hasTheoryOf(spec)) {
      // A spec that came meanwhile goes before.
      void loadPartsOf(spec).then((there) => {
        if (there && this.wanted === spec) this.takeOver(spec, final, from);
      });
      return;
    }
    this.spec = spec;
    this.moving = !final;
    // The worker begins before the page has worked out what it says of the spec.
    if (final) {
      clearTimeout(this.timer);
      this.timer = undefined;
      this.next = null;
      this.send(from, false);
    } else this.preview(from);
    this.onSpec(spec, final);
  }

  /** What is to be previewed once the pause after the last preview is over. */
  private next: From | null = null;

  private preview(from: From): void {
    if (this.timer !== undefined) {
      this.next = from;
      return;
    }
    this.send(from, true);
    this.timer = setTimeout(() => {
      this.timer = undefined;
      const { next } = this;
      this.next = null;
      if (next) this.preview(next);
    }, PREVIEW_MILLISECONDS);
  }

  private send(from: From, preview: boolean): void {
    this.run = this.nextRun();
    this.specs.set(this.run, this.spec);
    this.client.send({ type: 'load', run: this.run, spec: this.spec, from, preview });
  }

  private runs = 0;

  private nextRun(): number {
    this.runs++;
    return this.runs;
  }
}

/**
 * What a spec needs that the page starts without.
 * @returns Whether it is there; the reader is told where it cannot be loaded.
 */
export async function loadPartsOf(spec: Spec): Promise<boolean> {
  const theory = hasTheoryOf(spec) || loadMethodTheory();
  return (await loadOtherRuns()) && Boolean(await theory);
}

/** Theory of methods with memory, which the page starts without. */
export function loadMethodTheory() {
  return load(() => import('./later-theory'));
}

function isSameAxis(one: Spec, other: Spec): boolean {
  const [a, b] = [one.histogram, other.histogram];
  return one.loss.kind === other.loss.kind && a.axis === b.axis && a.coordinate === b.coordinate;
}

function isSamePicture({ histogram: a }: Spec, { histogram: b }: Spec): boolean {
  return a.min === b.min && a.max === b.max;
}
