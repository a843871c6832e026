/** Range of a slider on the Watch page; values beyond it can be typed. */
export interface SliderRange {
  min: number;
  max: number;
  /** Length of a step, in decades on a logarithmic slider. */
  step: number;
  log?: true;
}

/** What an axis of a map offers first: a range, or a list of values. */
export type AxisRange = { from: number; to: number; scale: 'linear' | 'log' } | readonly number[];

/** What people read of a field, and how they set it. */
export interface FieldText {
  /** Letter in formulas and on axes; empty where the word stands alone. */
  symbol: string;
  /** Word before the symbol on an axis of a map. */
  word: string;
  /** What the slider says beside its symbol. */
  label: string;
  slider?: SliderRange;
  axis?: AxisRange;
}
export type FieldTexts = Readonly<Record<string, FieldText>>;

/** A number of a kind: a real one, or a whole one. */
export interface NumberField {
  type: 'number' | 'whole';
  /** What is accepted. */
  min: number;
  max: number;
  /** Whether `min` itself is refused. */
  aboveMin?: true;
  /** Whether `max` itself is refused. */
  belowMax?: true;
  /** Whether a spec may go without it: then it means something of its own. */
  optional?: true;
  /** Whether a list is taken as well, one number for each coordinate. */
  listed?: true;
  /** What kernels are given: the value itself, or that times dt or sqrt(dt). */
  perStep?: 'dt' | 'sqrt-dt';
  /** Value where a spec leaves it out; null where other kinds decide (see `defaults` of a loss). */
  default: number | null;
}

/** A list of numbers, one for each coordinate, or a list of one number. */
export interface ListField {
  type: 'list';
  length: 'coordinates' | 1;
  min: number;
  max: number;
  default: readonly number[];
}

/** A text, such as a formula. */
export interface TextField {
  type: 'text';
  /** Most characters. */
  most: number;
  /** All that is accepted: a regular expression of the whole text, and the same in words. */
  only?: { pattern: string; accepted: string };
  /** Its name in links, where that of a side of a map would be the same. */
  link?: string;
  default: string;
}

/** A number with a name of the user's, and the range of its slider. */
export interface NamedNumber {
  value: number;
  min: number;
  max: number;
}

/** Numbers by names of the user's. A number alone takes a range of its own size. */
export interface NamedField {
  type: 'named';
  /** Most names. */
  most: number;
  /** Of the numbers and the ends of their ranges. */
  min: number;
  max: number;
  /** As of a text. */
  link?: string;
}

/** A list of texts. */
export interface TextsField {
  type: 'texts';
  /** Most texts, and most characters of each. */
  most: number;
  characters: number;
  default: readonly string[];
}

export type Field = NumberField | ListField | TextField | NamedField | TextsField;
export type Fields = Readonly<Record<string, Field>>;

/** Value that a field has in a spec. */
export type ValueOf<F extends Field> = F extends ListField
  ? number[]
  : F extends TextField
    ? string
    : F extends NamedField
      ? Record<string, NamedNumber>
      : F extends TextsField
        ? string[]
        : number;
export type ValuesOf<F extends Fields> = {
  -readonly [N in keyof F as F[N] extends { optional: true } ? never : N]: ValueOf<F[N]>;
} & {
  -readonly [N in keyof F as F[N] extends { optional: true } ? N : never]?: ValueOf<F[N]>;
};

/** Largest magnitude a number of the spec may have: the engine freezes particles there. */
export const LARGEST_MAGNITUDE = 1e30;
/** Most steps of a run. */
export const MOST_RUN_STEPS = 1_000_000_000;

/** A number of a group of a spec by its name; undefined where the group has none. */
export function numberOf(group: object, name: string): number | undefined {
  const value: unknown = Object.entries(group).find(([own]) => own === name)?.[1];
  return typeof value === 'number' ? value : undefined;
}
