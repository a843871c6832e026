import { isShaken, radiusOf, type Spec } from '../../spec/spec';
import { PATHS } from '../landscape/plane-sample';
import { load } from '../shared/boot';
import { deferred } from '../shared/deferred';
import { byId, setText } from '../shared/dom';
import { coordinateName } from '../shared/names';
import type { PathStrip } from './path-strip';

/** Paths under the picture, and what stands over them; they come after the picture itself. */
export class PathStripView {
  /** x of the sample paths at their last step. */
  last: Float32Array = new Float32Array();
  private readonly strip: (use: (strip: PathStrip) => void) => void = deferred(loadStrip());
  /** The run whose paths are drawn. */
  private run = 0;

  constructor(spec: Spec) {
    this.begin(0, spec);
  }

  began(run: number, spec: Spec): void {
    if (run !== this.run) this.begin(run, spec);
  }

  take(run: number, spec: Spec, step: number, values: Float32Array): void {
    if (run > this.run) this.begin(run, spec);
    if (run === this.run) this.strip((strip) => strip.add(step, values));
    this.last = values;
  }

  extend(steps: number): void {
    this.strip((strip) => strip.extend(steps));
  }

  redraw(): void {
    this.strip((strip) => strip.redraw());
  }

  private begin(run: number, spec: Spec): void {
    this.run = run;
    this.strip((strip) => strip.begin(stripOf(spec)));
    const name = coordinateName(spec, spec.histogram.coordinate);
    const measure = isShaken(spec) ? name : `|${name}|, logarithmic,`;
    setText(byId('strip-caption'), `${PATHS} of the particles: ${measure} against time t`);
  }
}

async function loadStrip(): Promise<PathStrip | null> {
  const part = await load(() => import('./path-strip'));
  return part && new part.PathStrip(byId('path-strip'), byId<HTMLCanvasElement>('strip-canvas'));
}

function stripOf(spec: Spec) {
  const { time, histogram } = spec;
  // On a surface 0 is a place like any other: the coordinate itself is drawn.
  const range = isShaken(spec) ? { low: histogram.min, high: histogram.max } : null;
  return { steps: time.steps, dt: time.dt, radius: radiusOf(spec), linear: range };
}
