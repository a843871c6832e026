import { FormulaError } from './formula-error';
import { Graph, type Node } from './graph';
import { MOST_VARIABLES } from './loss-formula';
import { parse, RESERVED } from './parse';
import { Program } from './program';
import { checkSize } from './slopes';
import { type SteadySplit, splitSteady } from './steady-part';

/** What says all of a method of one's own, but the values of its parameters. */
export interface StepText {
  /** x <- x - learningRate * step. */
  step: string;
  /** At most 2 of the form "name: what it becomes", in their order. */
  memory: readonly string[];
  parameters: readonly string[];
}

/** Most numbers that a method of one's own remembers for each coordinate. */
export const MOST_MEMORY = 2;

/** Slots of the variables; memory and the parameters follow. */
export const STEP_SLOTS = { x: 0, g: 1, h: 2, n: 3 } as const;
export const FIRST_MEMORY = 4;
export const FIRST_STEP_PARAMETER = FIRST_MEMORY + MOST_MEMORY;
export const STEP_SLOT_COUNT = FIRST_STEP_PARAMETER + MOST_VARIABLES;

/** A method of one's own: what its memory becomes, line by line, and its step. */
export interface StepFormula {
  graph: Graph;
  memory: readonly Node[];
  step: Node;
  /** Once it was asked for. */
  split?: SteadySplit;
}

let last: { key: string; made: StepFormula } | null = null;

/**
 * Reads the formulas of a method.
 * @throws FormulaError; its path is where the mistake is, `step` or `memory[0]`.
 */
export function stepFormula({ step, memory, parameters }: StepText): StepFormula {
  const key = JSON.stringify([step, memory, parameters]);
  if (last?.key !== key) last = { key, made: make({ step, memory, parameters }) };
  return last.made;
}

/** A mistake in one of several formulas. */
export class LineError extends FormulaError {
  constructor(
    readonly line: string,
    error: FormulaError,
  ) {
    super(error.message, error.at);
  }
}

function make({ step, memory, parameters }: StepText): StepFormula {
  const graph = new Graph();
  const names = new Map<string, Node>(
    Object.entries(STEP_SLOTS).map(([name, slot]) => [name, graph.variable(slot)]),
  );
  const define = (name: string, slot: number) => {
    if (!/^[A-Za-z]\w{0,15}$/.test(name))
      throw new FormulaError('names of a letter and at most 15 letters and digits');
    if (names.has(name) || RESERVED.includes(name))
      throw new FormulaError(`other names than ${name}, which is taken`);
    names.set(name, graph.variable(slot));
  };
  const inLine = <T>(line: string, run: () => T): T => {
    try {
      return run();
    } catch (error) {
      throw error instanceof FormulaError ? new LineError(line, error) : error;
    }
  };
  const lines = memory.map((text, i) => inLine(`memory[${i}]`, () => splitLine(text)));
  for (const [i, { name }] of lines.entries())
    inLine(`memory[${i}]`, () => define(name, FIRST_MEMORY + i));
  for (const [i, name] of parameters.entries())
    inLine('parameters', () => define(name, FIRST_STEP_PARAMETER + i));
  // A line sees what the lines before it have made.
  const made = lines.map(({ name, text }, i) =>
    inLine(`memory[${i}]`, () => {
      const node = parse(text, graph, names);
      names.set(name, node);
      return node;
    }),
  );
  const own = inLine('step', () => parse(step, graph, names));
  inLine('step', () => checkSize([...made, own]));
  return { graph, memory: made, step: own };
}

function splitLine(text: string): { name: string; text: string } {
  const [, name, rest] = /^\s*(\w+)\s*:(.*)$/s.exec(text) ?? [];
  if (name === undefined) throw new FormulaError('a line such as "m: 0.9*m + 0.1*g"', 0);
  return { name, text: rest };
}

/** What memory becomes, and the step behind it, in float64. */
export function stepProgram(text: StepText): Program {
  const { memory, step } = stepFormula(text);
  return new Program([...memory, step], STEP_SLOT_COUNT);
}

/**
 * What memory becomes and the step behind it in two parts: what `h`, `n` and the parameters alone
 * decide, the same for all points of a step, and the rest, which has it behind its own variables,
 * from slot `STEP_SLOT_COUNT` on.
 */
export function stepSplit(text: StepText): SteadySplit {
  const formula = stepFormula(text);
  formula.split ??= splitSteady(
    [...formula.memory, formula.step],
    [STEP_SLOTS.h, STEP_SLOTS.n, ...text.parameters.map((_, i) => FIRST_STEP_PARAMETER + i)],
    STEP_SLOT_COUNT,
  );
  return formula.split;
}

/** `stepSplit` in float64. */
export function stepPrograms(text: StepText): { steady: Program; each: Program } {
  const { roots, steady } = stepSplit(text);
  return {
    steady: new Program(steady, STEP_SLOT_COUNT),
    each: new Program(roots, STEP_SLOT_COUNT + steady.length),
  };
}
