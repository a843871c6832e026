import { FormulaError } from './formula-error';
import { Graph, type Node } from './graph';
import { degreeIn } from './noise-degree';
import { parse, RESERVED } from './parse';
import { Program } from './program';
import { checkSize, slopeAlong } from './slopes';

/** Most coordinates of a formula, and most parameters. */
export const MOST_VARIABLES = 4;

/** What says all of a formula of a loss, but the values of its parameters. */
export interface FormulaText {
  f: string;
  /** 1 to 4. */
  coordinates: number;
  /** Names of its parameters, at most 4. */
  parameters: readonly string[];
}

/** Slots of the variables: coordinates first, xi, eta and the parameters behind them. */
export const XI = MOST_VARIABLES;
export const ETA = XI + 1;
export const FIRST_PARAMETER = ETA + 1;
export const SLOTS = FIRST_PARAMETER + MOST_VARIABLES;

const LETTERS = ['x', 'y', 'z', 'w'];
const NUMBERED = ['x1', 'x2', 'x3', 'x4'];
const TAKEN = [...LETTERS, ...NUMBERED, 'xi', 'eta', ...RESERVED];

/** A loss of one's own: f of the coordinates, the noise and the parameters, and its slopes. */
export interface LossFormula {
  graph: Graph;
  f: Node;
  /** Slopes of f along its coordinates, noise included. Shape: [coordinates]. */
  slopes: readonly Node[];
  /** Whether f is linear in xi and eta, so that its mean, and that of its slopes, is that of 0. */
  linear: boolean;
}

/** @throws FormulaError where a name is no name, or is taken. */
export function checkParameter(name: string): void {
  if (!/^[A-Za-z]\w{0,15}$/.test(name))
    throw new FormulaError('names of a letter and at most 15 letters and digits');
  if (TAKEN.includes(name))
    throw new FormulaError(`other names than ${name}, which a formula has already`);
}

let last: { key: string; made: LossFormula } | null = null;

/**
 * Reads the formula of a loss and derives its slopes.
 * @throws FormulaError.
 */
export function lossFormula({ f, coordinates, parameters }: FormulaText): LossFormula {
  const key = JSON.stringify([f, coordinates, parameters]);
  if (last?.key !== key) last = { key, made: make({ f, coordinates, parameters }) };
  return last.made;
}

function make({ f: text, coordinates, parameters }: FormulaText): LossFormula {
  const graph = new Graph();
  const named = (name: string, slot: number): [string, Node] => [name, graph.variable(slot)];
  const own = (names: readonly string[]) => names.slice(0, coordinates).map(named);
  const names = new Map<string, Node>([
    ...own(LETTERS),
    ...own(NUMBERED),
    named('xi', XI),
    named('eta', ETA),
    ...parameters.map((name, i) => named(name, FIRST_PARAMETER + i)),
  ]);
  const f = parse(text, graph, names);
  const slopes = Array.from({ length: coordinates }, (_, k) => slopeAlong(graph, f, k));
  checkSize([f, ...slopes]);
  const linear = degreeIn(f, [XI, ETA]) <= 1;
  return { graph, f, slopes, linear };
}

/** Slopes in float64. */
export function slopeProgram(text: FormulaText): Program {
  return new Program(lossFormula(text).slopes, SLOTS);
}

/** f in float64. */
export function valueProgram(text: FormulaText): Program {
  return new Program([lossFormula(text).f], SLOTS);
}

/** Second derivatives in float64, row by row of the upper triangle. */
export function curvatureProgram(text: FormulaText): Program {
  const { graph, slopes } = lossFormula(text);
  const roots = slopes.flatMap((slope, i) =>
    Array.from({ length: text.coordinates - i }, (_, k) => slopeAlong(graph, slope, i + k)),
  );
  return new Program(roots, SLOTS);
}
