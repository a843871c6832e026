import type { Spec } from '../../spec/spec';
import type { Sweep } from '../../spec/sweep';
import type { Mark } from '../shared/svg';
import type { FigureMoment } from './moment';

/**
 * What a figure of the story is. One small file a figure in figures/, listed in figures.ts; how to
 * write one: docs/story.md. A figure holds no state and touches no page: the build draws its still
 * picture with the same functions as the page draws the live one.
 */
export interface Figure {
  /** What it shows, in a few words: the bold beginning of its caption. */
  title: string;
  /** One to three. */
  controls: readonly Control[];
  /** FigureValues that no slider shows, such as what a button counts. */
  others?: FigureValues;
  /**
   * The runs that are shown together, each made from a preset; none where nothing runs. Refused
   * values are a fault of the figure: a control's ends keep them valid.
   */
  runs(values: FigureValues): Spec[];
  /** What the worker sends of each run besides counts. */
  wants?: Wants;
  /** Time that a run takes on the screen. > 0. */
  seconds: number;
  /** Height over width of the picture where there is room, and where there is little. */
  aspect: { wide: number; narrow: number };
  draw(shown: FigureShown, size: Size): Mark[];
  /** What is to be seen at this moment, in one or two sentences; screen readers get it too. */
  sentence(shown: FigureShown): string;
  /** What "Open in Watch" opens; the first of the runs where it is left out. */
  watch?(values: FigureValues): Spec;
  /** What "Open in Map" opens, where a map says the same; null: nothing now. */
  map?(values: FigureValues): Sweep | null;
  /** A press on the picture, or a drag over it; null: it means nothing there. */
  pick?(place: { x: number; y: number }, values: FigureValues, size: Size): FigureValues | null;
  /** A key on the picture, which then takes the focus; null: it means nothing there. */
  key?(key: string, values: FigureValues): FigureValues | null;
}

/** The numbers that a figure's controls set, by name. */
export type FigureValues = Readonly<Record<string, number>>;

export interface Wants {
  /** Particles whose place is read at every moment: at most 2,048. */
  dots?: number;
  /** Particles whose whole path is kept, at `PATH_PARTS` moments of the run: at most 64. */
  paths?: number;
  /** Histogram, and how many have left their region; needs a look at every particle. */
  counts?: boolean;
  /** x at `QUANTILES`; sorts all particles. */
  quantiles?: boolean;
  /** Probabilities of the histogram's bins by the law, where there is one. */
  law?: boolean;
  /** Growth of ln |x| a step by theory. */
  growth?: boolean;
  /** Runs that have ended stay as they are while others are added beside them. */
  keeps?: boolean;
}

/** What a figure is drawn from. */
export interface FigureShown {
  values: FigureValues;
  moment: FigureMoment;
}

/** Of the picture, in pixels. */
export interface Size {
  width: number;
  height: number;
}

export type Control = NumberControl | ChoiceControl | PressControl;

/** A slider; a number in the text may drag it too. */
export interface NumberControl {
  kind: 'number';
  name: string;
  /** In words, for the slider and for screen readers: "shake s". */
  label: string;
  min: number;
  max: number;
  step: number;
  start: number;
}

/** A row of buttons of which one is down. */
export interface ChoiceControl {
  kind: 'choice';
  name: string;
  label: string;
  options: readonly { value: number; label: string }[];
  start: number;
}

/** A button that changes values. */
export interface PressControl {
  kind: 'press';
  name: string;
  label: string;
  /** null: nothing more to do, the button is disabled. */
  press(values: FigureValues): FigureValues | null;
}

/** The values that a figure begins with. */
export function startValues({ controls, others = {} }: Figure): FigureValues {
  const values: Record<string, number> = { ...others };
  for (const control of controls)
    if (control.kind !== 'press') values[control.name] = control.start;
  return values;
}

/** Where pictures are laid out for little room. */
export const NARROW = 480;

/** Height of a picture of this width. */
export function sizeOf({ aspect }: Figure, width: number): Size {
  return { width, height: Math.round(width * (width < NARROW ? aspect.narrow : aspect.wide)) };
}

/** The spec that "Open in Watch" opens; null where nothing runs. */
export function watchedSpec(figure: Figure, values: FigureValues): Spec | null {
  return figure.watch?.(values) ?? figure.runs(values)[0] ?? null;
}
