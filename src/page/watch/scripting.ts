import type { RunResult } from '../../experiment/run';
import { MOST_RUN_STEPS } from '../../models/field';
import type { Spec } from '../../spec/spec';
import { SpecError } from '../../spec/spec-error';
import { VERSION } from '../../version';
import type { LiveClient } from './live/live-client';
import { linkTo } from './permalink-sync';
import type { Session } from './session';

/**
 * `window.saddlescape`: drives the page from the console, from a test or from a slide.
 * docs/scripting.md has examples. Everything a script does is shown on the page as if a person had
 * done it.
 */
export interface Scripting {
  /** Version of Saddlescape. */
  readonly version: string;
  /** The spec in force, every field written out. A copy. */
  readonly spec: Spec;
  /** The link to the spec in force. */
  readonly link: string;
  /**
   * Runs a spec from its start; what is left out takes its default. Resolves when it is on the
   * screen. Rejects with one sentence naming the field when the spec is refused; what ran goes on
   * then.
   */
  load(spec: unknown): Promise<void>;
  play(): void;
  pause(): void;
  /**
   * Pauses and does this many steps more; resolves when they are done.
   * @param count  A whole number, at most what is left of the run. 1 where it is left out.
   */
  step(count?: number): Promise<void>;
  /** The result document (as of `saddlescape run`) at the step that is on the screen. */
  result(): Promise<RunResult>;
  /**
   * Runs to the last step of the spec as fast as the device goes, then gives the result document.
   */
  finish(): Promise<RunResult>;
  /**
   * The plot at the current step as a PNG file that carries the link to its run, as Export makes
   * it.
   * @param ratio  Pixels for one of its 1280 x 720, from 0.25 to 8. 2 where it is left out.
   */
  picture(ratio?: number): Promise<Blob>;
}

declare global {
  interface Window {
    saddlescape: Scripting;
  }
}

/** A number that a script gave, from `low` to `high`. */
function argument(name: string, given: unknown, low: number, high: number, whole = false): number {
  if (typeof given === 'number' && given >= low && given <= high && (!whole || given % 1 === 0))
    return given;
  throw new SpecError(name, given, `a ${whole ? 'whole ' : ''}number from ${low} to ${high}`);
}

export function installScripting(
  session: Session,
  client: LiveClient,
  picture: (ratio: number) => Promise<Blob>,
): void {
  window.saddlescape = {
    version: VERSION,
    get spec() {
      return structuredClone(session.spec);
    },
    get link() {
      return linkTo(session.spec);
    },
    load: (spec) => session.load(spec),
    play: () => client.send({ type: 'play' }),
    pause: () => client.send({ type: 'pause' }),
    step: async (count = 1) => client.step(argument('step(count)', count, 1, MOST_RUN_STEPS, true)),
    result: () => client.result(false),
    finish: () => client.result(true),
    picture: async (ratio = 2) => picture(argument('picture(ratio)', ratio, 0.25, 8)),
  };
}
