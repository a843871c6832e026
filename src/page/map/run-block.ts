import type { EngineIdentity } from '../../engine/engine';
import type { SweepProgress } from '../../experiment/sweep/sweep-run';
import { cellCount, type Sweep } from '../../spec/sweep';
import { byId, setText } from '../shared/dom';
import { roughDuration } from '../shared/duration';
import { large, whole } from '../shared/format';
import { LONGEST_UNASKED_SECONDS } from './map-cost';
import type { SweepState } from './map-protocol';

/** Screen readers are told how far a map is no more often than this. */
const SPOKEN_MILLISECONDS = 10_000;

export interface RunActions {
  run: () => void;
  pause: () => void;
  keep: () => void;
  discard: () => void;
  say: (sentence: string) => void;
}

/** Start, pause, stop and keep, discard; how far the map is, and what it costs. */
export class RunBlock {
  private readonly runButton = byId<HTMLButtonElement>('run-button');
  private readonly keepButton = byId<HTMLButtonElement>('keep-button');
  private readonly discardButton = byId<HTMLButtonElement>('discard-button');
  private readonly bar = byId<HTMLProgressElement>('progress-bar');
  private readonly words = byId('progress');
  private readonly cost = byId('cost');
  private state: SweepState = 'ready';
  private cells = 0;
  private spoken = 0;

  constructor(private readonly actions: RunActions) {
    this.runButton.addEventListener('click', () => this.toggle());
    this.keepButton.addEventListener('click', () => actions.keep());
    this.discardButton.addEventListener('click', () => actions.discard());
  }

  toggle(): void {
    if (this.runButton.disabled) return;
    if (this.state === 'running') this.actions.pause();
    else this.actions.run();
  }

  keep(): void {
    if (!this.keepButton.disabled) this.actions.keep();
  }

  /** A map was opened: nothing is known of its cost yet. */
  opened(sweep: Sweep, state: SweepState): void {
    this.cells = cellCount(sweep);
    setText(this.cost, state === 'ready' ? 'Estimating the time on this machine…' : '');
    this.show(state, null, null);
  }

  /** What is left will cost, from a probe. */
  showCost(
    sweep: Sweep,
    particleSteps: number,
    [low, high]: [number, number],
    { kind, fallback }: EngineIdentity,
  ): void {
    const cells = cellCount(sweep);
    const place = kind === 'cpu' ? 'the CPU' : fallback ? 'this software GPU' : 'this GPU';
    const refined = sweep.halfWidth === undefined ? '' : ', before any cell is refined';
    setText(
      this.cost,
      `${whole(cells)} cells, ${whole(sweep.replicas)} replicas each: ${large(particleSteps)} particle-steps, ${between(low, high)} on ${place}${refined}.${
        high > LONGEST_UNASKED_SECONDS ? ' That is long, so the map waits for Start.' : ''
      }`,
    );
  }

  show(state: SweepState, progress: SweepProgress | null, secondsLeft: number | null): void {
    this.state = state;
    const names: Record<SweepState, string> = {
      ready: 'Start',
      running: 'Pause',
      pausing: 'Pausing…',
      paused: 'Continue',
      done: 'Done',
      kept: 'Kept',
    };
    setText(this.runButton, names[state]);
    this.runButton.disabled = state === 'pausing' || state === 'done' || state === 'kept';
    this.keepButton.disabled = state !== 'running' && state !== 'paused';
    this.discardButton.disabled = state === 'ready' || state === 'pausing';
    const sentence = wordsOf(state, this.cells, progress, secondsLeft);
    setText(this.words, sentence);
    if (progress) {
      this.bar.max = 1;
      this.bar.value =
        progress.phase === 'refine'
          ? progress.cellsDone / progress.cells
          : Math.min(1, progress.done / progress.total);
    } else this.bar.value = state === 'done' ? 1 : 0;
    if (state === 'running' && performance.now() - this.spoken < SPOKEN_MILLISECONDS) return;
    this.spoken = performance.now();
    if (progress) this.actions.say(sentence);
  }
}

/** @param all  Cells of the map. */
function wordsOf(
  state: SweepState,
  all: number,
  progress: SweepProgress | null,
  secondsLeft: number | null,
): string {
  if (!progress) {
    if (state === 'done') return `All ${whole(all)} cells, counted earlier.`;
    return state === 'kept' ? 'A stored map; nothing is being counted.' : '';
  }
  const { cells, cellsDone, done, total, particleStepsPerSecond, phase } = progress;
  const rate = `${large(particleStepsPerSecond)} particle-steps/s`;
  if (state === 'done') return `All ${whole(cells)} cells, ${rate}.`;
  const far =
    phase === 'refine'
      ? `Refining: ${whole(cellsDone)} of ${whole(cells)} cells are sharp enough`
      : `${Math.floor((100 * done) / total)} %${phase === 'preview' ? ', a first picture' : ''}`;
  const left =
    state === 'running' && secondsLeft !== null && phase !== 'refine'
      ? `, about ${roughDuration(secondsLeft)} left`
      : '';
  return `${far}, ${rate}${left}.`;
}

function between(low: number, high: number): string {
  if (high < 2) return 'a second or two';
  return `${roughDuration(low)} to ${roughDuration(high)}`;
}
