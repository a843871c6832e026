import type { DensityView, Engine } from '../../../engine/engine';
import { Pace } from './pace';

/**
 * Particles that run smoothly where there is no GPU; a software adapter uses all cores and takes
 * more.
 */
const PARTICLES_ON_CPU = 2 ** 13;
const PARTICLES_ON_SOFTWARE_ADAPTER = 2 ** 15;
/** First guesses of particle-steps per second, replaced by measurements. */
const GUESS = { cpu: 2e7, software: 1e8, gpu: 5e9 };

/** An engine with its canvas. */
export interface Backend {
  kind: 'cpu' | 'gpu';
  engine: Engine;
  view: DensityView;
  /** Which of the two canvases the view draws on. */
  canvas: 'cpu' | 'gpu';
  pace: Pace;
  /** Most particles that are run unless all are asked for. */
  comfortable: number;
}

/** @param cpu  The one of the CPU, where there is one. */
export function createBackend(
  kind: Backend['kind'],
  engine: Engine,
  canvas: OffscreenCanvas,
  size: { width: number; height: number },
  cpu?: Backend,
): Backend {
  const { fallback } = engine.identity;
  // Chromium without a graphics card loses a software device as soon as it presents a canvas: its
  // counts are read back and drawn as the CPU's are, which costs nothing there.
  const shared = fallback ? cpu : undefined;
  const view = shared?.view ?? engine.createDensityView(canvas);
  if (!shared) view.resize(size.width, size.height);
  return {
    kind,
    engine,
    view,
    canvas: shared?.canvas ?? kind,
    pace: new Pace(kind === 'cpu' ? GUESS.cpu : fallback ? GUESS.software : GUESS.gpu),
    comfortable:
      kind === 'cpu'
        ? PARTICLES_ON_CPU
        : fallback
          ? PARTICLES_ON_SOFTWARE_ADAPTER
          : Number.POSITIVE_INFINITY,
  };
}
