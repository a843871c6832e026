import type { Node } from './graph';
import { type MachineCode, machineCode } from './machine-code';
import type { Program } from './program';

/** Runs after which a program is worth its machine code, which takes as long to make. */
export const OFTEN = 1000;

/** By the roots of its programs: a map has a kernel for each cell, and one formula. */
const made = new WeakMap<readonly Node[], { code: MachineCode | null }>();

function codeOf({ roots }: Program): MachineCode | null {
  const known = made.get(roots) ?? { code: machineCode(roots) };
  made.set(roots, known);
  return known.code;
}

type Call = (run: MachineCode['run'], v: Float64Array, s: readonly number[]) => void;

/**
 * Calls by the number of variables: numbers that are written out go to WebAssembly in registers, and
 * a list takes five times as long.
 */
const CALLS: readonly Call[] = [
  (run) => run(),
  (run, v, s) => run(v[s[0]]),
  (run, v, s) => run(v[s[0]], v[s[1]]),
  (run, v, s) => run(v[s[0]], v[s[1]], v[s[2]]),
  (run, v, s) => run(v[s[0]], v[s[1]], v[s[2]], v[s[3]]),
  (run, v, s) => run(v[s[0]], v[s[1]], v[s[2]], v[s[3]], v[s[4]]),
  (run, v, s) => run(v[s[0]], v[s[1]], v[s[2]], v[s[3]], v[s[4]], v[s[5]]),
  (run, v, s) => run(v[s[0]], v[s[1]], v[s[2]], v[s[3]], v[s[4]], v[s[5]], v[s[6]]),
  (run, v, s) => run(v[s[0]], v[s[1]], v[s[2]], v[s[3]], v[s[4]], v[s[5]], v[s[6]], v[s[7]]),
  (run, v, s) =>
    run(v[s[0]], v[s[1]], v[s[2]], v[s[3]], v[s[4]], v[s[5]], v[s[6]], v[s[7]], v[s[8]]),
  (run, v, s) =>
    run(v[s[0]], v[s[1]], v[s[2]], v[s[3]], v[s[4]], v[s[5]], v[s[6]], v[s[7]], v[s[8]], v[s[9]]),
  (run, v, s) =>
    run(
      v[s[0]],
      v[s[1]],
      v[s[2]],
      v[s[3]],
      v[s[4]],
      v[s[5]],
      v[s[6]],
      v[s[7]],
      v[s[8]],
      v[s[9]],
      v[s[10]],
    ),
  (run, v, s) =>
    run(
      v[s[0]],
      v[s[1]],
      v[s[2]],
      v[s[3]],
      v[s[4]],
      v[s[5]],
      v[s[6]],
      v[s[7]],
      v[s[8]],
      v[s[9]],
      v[s[10]],
      v[s[11]],
    ),
];
const callAny: Call = (run, v, s) => run(...s.map((slot) => v[slot]));

/**
 * A program that a kernel runs in every step: by machine code of the same digits once it has run
 * often, if this place allows it.
 */
export class OftenRun {
  /** Variables by their slots, to be set before `run`. Shape: f64[slots]. */
  readonly variables: Float64Array;
  private runs = 0;
  private code: MachineCode | null = null;

  constructor(private readonly program: Program) {
    this.variables = program.variables;
  }

  /** Number of roots. */
  get count(): number {
    return this.program.count;
  }

  /** Takes the variables that are set. @returns The value of the first root. */
  run(): number {
    if (this.runs < OFTEN && ++this.runs === OFTEN) this.code = codeOf(this.program);
    if (!this.code) return this.program.run();
    const { slots, run, results } = this.code;
    const call = CALLS[slots.length] ?? callAny;
    call(run, this.variables, slots);
    return results[0];
  }

  /** The value of a root, right after `run`: the next program of the same formula overwrites it. */
  result(root: number): number {
    return this.code ? this.code.results[root] : this.program.result(root);
  }
}
