import { describe, expect, test } from 'vitest';
import { Graph } from '../../../src/formula/graph';
import { lossFormula, SLOTS } from '../../../src/formula/loss-formula';
import { machineCode } from '../../../src/formula/machine-code';
import { OFTEN, OftenRun } from '../../../src/formula/often-run';
import { Program } from '../../../src/formula/program';
import { places, randomFormulas } from '../../support/formulas';
import { repeats } from '../../support/long';

/** Places that ordinary numbers are not: signs of 0, infinities, what is no number. */
const EDGES = [0, -0, 1, -1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN, 1e300];

/** All roots at a place. */
function resultsOf(program: Program | OftenRun, variables: ArrayLike<number>): number[] {
  program.variables.set(variables);
  program.run();
  return Array.from({ length: program.count }, (_, root) => program.result(root));
}

describe('machine code gives the digits of the operations, one by one', () => {
  test('for random formulas and their slopes, at ordinary places and at the edges', () => {
    for (const [i, text] of randomFormulas(repeats(600), 20261130).entries()) {
      const { f, slopes } = lossFormula(text);
      const roots = [f, ...slopes];
      const program = new Program(roots, SLOTS);
      const code = machineCode(roots);
      if (!code) throw new Error('Node runs WebAssembly.');
      const edges = Array.from({ length: 4 }, (_, turn) =>
        Float64Array.from({ length: SLOTS }, (_, slot) => EDGES[(slot * (turn + 1) + i) % 8]),
      );
      for (const place of [...places(4, i), ...edges]) {
        code.run(...code.slots.map((slot) => place[slot]));
        const found = [...code.results.subarray(0, roots.length)];
        expect(found, `${text.f} at ${[...place]}`).toEqual(resultsOf(program, place));
      }
    }
  });

  /** Counts the modules that are made, and refuses them where it is told to. */
  function withModules(refused: boolean, act: (made: () => number) => void): void {
    const { Module } = WebAssembly;
    let made = 0;
    WebAssembly.Module = class extends Module {
      constructor(bytes: BufferSource) {
        super(bytes);
        made++;
        if (refused) throw new WebAssembly.CompileError('forbidden');
      }
    };
    try {
      act(() => made);
    } finally {
      WebAssembly.Module = Module;
    }
  }

  const TEXT = { f: 'sin(k*x) + y^1.5/(1 + exp(-x))', coordinates: 2, parameters: ['k'] };
  const PLACE = [0.3, 0.8, 0, 0, 0, 0, 2];

  test('once a program has run often, and once for all programs of a formula', () => {
    const roots = [lossFormula(TEXT).f];
    const expected = resultsOf(new Program(roots, SLOTS), PLACE);
    const [one, other] = [0, 1].map(() => new OftenRun(new Program(roots, SLOTS)));
    withModules(false, (made) => {
      for (let run = 1; run < OFTEN; run++) expect(resultsOf(one, PLACE)).toEqual(expected);
      expect(made()).toBe(0);
      expect(resultsOf(one, PLACE)).toEqual(expected);
      expect(made()).toBe(1);
      other.variables.fill(1);
      for (let run = 0; run < 2 * OFTEN; run++) other.run();
      expect(made()).toBe(1);
      expect(one.run()).toBe(expected[0]);
      expect(one.result(0)).toBe(expected[0]);
    });
  });

  test.each(Array.from({ length: 15 }, (_, count) => count))('of %i variables', (count) => {
    const graph = new Graph();
    let root = graph.constant(1);
    for (let slot = 0; slot < count; slot++)
      root = graph.add(graph.multiply(graph.constant(slot + 2), root), graph.variable(slot));
    const program = new OftenRun(new Program([root], 15));
    for (let slot = 0; slot < 15; slot++) program.variables[slot] = 1 / (slot + 3);
    let expected = 1;
    for (let slot = 0; slot < count; slot++) expected = (slot + 2) * expected + 1 / (slot + 3);
    for (let run = 0; run <= OFTEN; run++)
      expect(program.run()).toBeCloseTo(expected, -Math.log10(expected) + 12);
  });

  test('not where a page forbids it: there it goes on one by one', () => {
    const roots = [lossFormula(TEXT).f];
    const program = new OftenRun(new Program(roots, SLOTS));
    const expected = resultsOf(new Program(roots, SLOTS), PLACE);
    withModules(true, (made) => {
      for (let run = 0; run < 2 * OFTEN; run++) expect(resultsOf(program, PLACE)).toEqual(expected);
      expect(made()).toBe(1);
    });
  });
});
