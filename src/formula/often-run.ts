import type { Node } from './graph';
import { type MachineCode, machineCode } from './machine-code';
import type { Program } from './program';

/** Runs after which a program is worth its machine code, which takes as long to make. */
export const OFTEN = 1000;

/** By the roots of its programs: a map has a kernel for each cell, and one formula. */
const made = new WeakMap<readonly Node[], { code: MachineCode | null }>();

function codeOf({ roots, slots }: Program): MachineCode | null {
  const known = made.get(roots) ?? { code: machineCode(roots, slots) };
  made.set(roots, known);
  return known.code;
}

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
    const { variables } = this;
    const { numbers, read, run } = this.code;
    for (let i = 0; i < read.length; i++) numbers[read[i]] = variables[read[i]];
    run();
    return numbers[variables.length];
  }

  /** The value of a root, right after `run`: the next program of the same formula overwrites it. */
  result(root: number): number {
    return this.code ? this.code.numbers[this.variables.length + root] : this.program.result(root);
  }
}
