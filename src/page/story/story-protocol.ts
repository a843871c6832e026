import type { EngineIdentity } from '../../engine/engine';
import type { Spec } from '../../spec/spec';
import type { Wants } from './figure';
import type { FigureMoment } from './moment';

/** What the page tells the worker that runs all figures. Figures are known by their names. */
export type ToStory =
  /** `?engine=gpu`: a software adapter is taken, however slow. */
  | { type: 'start'; prefersGpu: boolean }
  /** Run this, from its first step; what the figure ran before ends. */
  | {
      type: 'run';
      figure: string;
      run: number;
      specs: Spec[];
      wants: Wants;
      /** Time that it takes on the screen; 0: the end at once, and no picture on the way. */
      seconds: number;
    }
  /** Only figures in sight that are not paused compute. */
  | { type: 'go'; figure: string }
  | { type: 'halt'; figure: string }
  /** The figure is gone. */
  | { type: 'end'; figure: string };

export type FromStory =
  /** Runs that begin from now on are on this engine. */
  | { type: 'engine'; identity: EngineIdentity }
  | { type: 'moment'; figure: string; run: number; moment: FigureMoment }
  | { type: 'refused'; figure: string; run: number; sentence: string };
