import { byId } from '../shared/dom';

/**
 * What the page in one file leaves out, under the names of the modules that have it elsewhere:
 * scripts/single-file.ts puts this in their place.
 */
export const LEFT_OUT =
  'This page in one file leaves that out: it computes on the CPU, and has no landscapes, exports or comparisons; the whole of Saddlescape has them.';

function refuse(): never {
  throw new Error(LEFT_OUT);
}

/** Of the menu of exports. */
export class ExportMenu {
  toggle(): void {}
  picture(): never {
    refuse();
  }
}

/** Of the landscapes: the histogram of one coordinate is shown. */
export class Landscape {
  began(): void {}
  showSpec(): void {}
  takePlane(): void {}
  redraw(): void {}
  setScale(): void {}
  hide(): void {}
  show(): void {
    queueMicrotask(() => byId('view-marginal').click());
  }
}

/** Of what they count. */
export const planeIn = refuse;

/** Of landscapes of formulas. */
export const criticalPoints = () => [];

/** Of experiments: those of landscapes and of theory that stay outside. */
export const ADAPTIVE_PRESETS = [];
export const LOSS_PRESETS = [];
export const METHOD_PRESETS = [];
export const NOISE_PRESETS = [];
export const PAPER_PRESETS = [];
export const SURFACE_PRESETS = [];
export const VARIANT_PRESETS = [];

/** Of maps: only they count escapes. */
export const countOnThread = refuse;
export const passagesOf = refuse;

/** Of what is kept for later visits: nothing is. */
export class Database {
  async get(): Promise<undefined> {}
  async set(): Promise<void> {}
}

/** Of comparisons: no run is kept. */
export class GhostControls {
  readonly ghost = null;
  take(): void {}
}
export const drawGhost = refuse;

/** Of runs that record their way: they show where they are. */
export function drawHistory(): void {}
export async function advanceRecording(
  _: unknown,
  ensemble: { advance(target: number): Promise<void> },
  target: number,
): Promise<void> {
  await ensemble.advance(target);
}
export async function historyOf(): Promise<undefined> {}

/** Of the search for losses, methods and noise: the lists have them all. */
export class KindFinder {
  open(): void {}
}

/** Of the story, which stands in a page of its own. */
export function offerStory(): void {}

/** Of what is kept for use without a network: the page in one file needs none. */
export async function keepOffline(): Promise<void> {}

/** Of links that say what their run gives: the run is shown, and not compared. */
export const RunProofLine = { of: () => null };
export const proofIn = async (): Promise<string> => '';

/** Of runs on samples of one's own. */
export class SamplesPanel {
  show(): void {}
}

/** Of result documents. */
export const resultOf = refuse;
export const resultView = refuse;
/** Of the GPU engine. */
export const exitsAgain = refuse;
export function createGpuEngine(): never {
  throw new Error('This page in one file has no engine for it.');
}

/** Of formulas: their operations are gone through one by one, in float64. */
export function machineCode(): null {
  return null;
}
export const KernelFormulas = null;
