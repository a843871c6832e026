import { FormulaError } from './formula-error';
import { Graph, type Node } from './graph';
import { parse } from './parse';
import { Program } from './program';
import { checkSize } from './slopes';
import { LineError } from './step-formula';

/** A law of one's own: what a sample's xi and eta are made of. */
export interface NoiseFormulaText {
  xi: string;
  eta: string;
}

/**
 * Slots of the variables: two uniform numbers of (0, 1) and two standard normal ones, drawn afresh
 * for every sample.
 */
export const NOISE_SLOTS = { u1: 0, u2: 1, z1: 2, z2: 3 } as const;
export const NOISE_SLOT_COUNT = 4;

let last: { key: string; made: readonly [xi: Node, eta: Node] } | null = null;

/**
 * Reads the formulas of a law.
 * @throws LineError: whose formula has the mistake, `xi` or `eta`.
 */
export function noiseFormula({ xi, eta }: NoiseFormulaText): readonly [xi: Node, eta: Node] {
  const key = JSON.stringify([xi, eta]);
  if (last?.key === key) return last.made;
  const graph = new Graph();
  const names = new Map(
    Object.entries(NOISE_SLOTS).map(([name, slot]) => [name, graph.variable(slot)]),
  );
  const line = (name: string, text: string): Node => {
    try {
      const node = parse(text, graph, names);
      checkSize([node]);
      return node;
    } catch (error) {
      throw error instanceof FormulaError ? new LineError(name, error) : error;
    }
  };
  last = { key, made: [line('xi', xi), line('eta', eta)] };
  return last.made;
}

/** xi and eta of a sample, of u1, u2, z1 and z2, in float64. */
export function noiseProgram(text: NoiseFormulaText): Program {
  return new Program(noiseFormula(text), NOISE_SLOT_COUNT);
}
