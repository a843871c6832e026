import type { Spec } from '../spec';

/**
 * One thing that a hand does on the page: gives a field of the spec a value, or presses a button.
 */
export type Act = { set: string; to: unknown } | { press: 'step' | 'restart' | 'seed' };

/**
 * A number or word that a "Try" promises, as it is read when the run has ended:
 * tests/statistics/tries.test.ts follows every one. `times` compares with the same reading of the
 * preset as it is.
 */
export interface Promised {
  read: string;
  is?: number | string;
  /** Half a unit of the last digit that the text gives. */
  within?: number;
  over?: number;
  under?: number;
  times?: { over?: number; under?: number };
}

/** What a "Try" says to do, and what there is to see then. */
export interface Following {
  acts: readonly Act[];
  shows: readonly Promised[];
}

/** A run worth looking at, ready to start. */
export interface Preset {
  id: string;
  title: string;
  /** What is to be seen, in plain words. */
  sentence: string;
  /** One change to make by hand, and what it does. */
  tryThis: string;
  /** The same for a machine: each is done from the preset as it is. */
  follow: readonly Following[];
  /** What to read off the screen when it has run. */
  expected: string;
  spec: Spec;
  /** Picture of the post this comes from, by the name it has there. */
  figure?: string;
}

/** A preset as it is written down: its spec may leave out what has a default. */
export type PresetDescription = Omit<Preset, 'spec'> & { spec: unknown };

/** Gives a field of the spec a value. */
export function set(field: string, to: unknown): Act {
  return { set: field, to };
}
