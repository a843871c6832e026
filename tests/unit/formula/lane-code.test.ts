import { describe, expect, test } from 'vitest';
import {
  assemblyFiles,
  compileAssemblyScript,
  functionFiles,
  QUICKLY,
} from '../../../scripts/assemblyscript.js';
import { FUNCTIONS, type FunctionName, type Node, realPower } from '../../../src/formula/graph';
import { LANE_BYTES, laneCode } from '../../../src/formula/lane-code';
import { lossFormula, SLOTS } from '../../../src/formula/loss-formula';
import { bounded, places, randomFormulas } from '../../support/formulas';
import { repeats, some } from '../../support/long';
import { mutantFiles } from '../../support/simd-mutants';

/** Formulas of four particles at once, and the functions that they call, against float64. */

type Functions = WebAssembly.Exports;

async function functionsOf(files = assemblyFiles(), effort?: string[]): Promise<Functions> {
  const bytes = await compileAssemblyScript(functionFiles(files), effort);
  const { instance } = await WebAssembly.instantiate(bytes as BufferSource);
  return instance.exports;
}
const functions = functionsOf();

/** Roots at as many as four places. Shape: [places][roots]. */
function resultsOf(
  f: Functions,
  roots: readonly Node[],
  slots: number,
  at: readonly ArrayLike<number>[],
): Float32Array[] {
  const { bytes, constants } = laneCode(roots, slots);
  const memory = new WebAssembly.Memory({ initial: 1 });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { k: { memory }, f });
  const lanes = new Float32Array(memory.buffer);
  for (let slot = 0; slot < slots; slot++)
    for (const [lane, place] of at.entries()) lanes[4 * slot + lane] = place[slot];
  for (const [i, value] of constants.entries())
    lanes.fill(value, 4 * (slots + i), 4 * (slots + i + 1));
  const results = 4 * (slots + constants.length);
  (exports.run as (from: number, to: number) => void)(0, (results / 4) * LANE_BYTES);
  return at.map((_, lane) =>
    Float32Array.from(roots, (__, root) => lanes[results + 4 * root + lane]),
  );
}

/** What random formulas and their slopes are beyond their bounds, and how many have one. */
function beyondBounds(f: Functions, count: number): { wrong: string[]; known: number } {
  const wrong: string[] = [];
  let known = 0;
  for (const [i, text] of randomFormulas(count, 20261201).entries()) {
    const formula = lossFormula(text);
    const roots = [formula.f, ...formula.slopes];
    const at = places(4, i);
    const found = resultsOf(f, roots, SLOTS, at);
    for (const [lane, place] of at.entries())
      for (const [root, { value, error }] of bounded(roots, place).entries()) {
        if (!Number.isFinite(value) || !Number.isFinite(error)) continue;
        known++;
        const own = found[lane][root];
        if (!(Math.abs(own - value) <= error))
          wrong.push(`${text.f}, value ${root} at ${[...place]}: ${own}, not ${value} ± ${error}`);
      }
  }
  return { wrong, known };
}

test('random formulas and their slopes are within the bounds of their operations', async () => {
  const count = repeats(600);
  const { wrong, known } = beyondBounds(await functions, count);
  expect(wrong).toEqual([]);
  // Of four places and five roots each.
  expect(known).toBeGreaterThan(0.8 * 20 * count);
});

/** Where functions end; sizes that float32 has no room for are 0 or infinite. */
const ENDS: [name: FunctionName | 'power', x: number, y?: number][] = [
  ['exp', -1000],
  ['exp', 1000],
  ['exp', Number.NEGATIVE_INFINITY],
  ['exp', Number.POSITIVE_INFINITY],
  ['exp', Number.NaN],
  ['log', 0],
  ['log', -1],
  ['log', Number.POSITIVE_INFINITY],
  ['log', Number.NEGATIVE_INFINITY],
  ['log', Number.NaN],
  ['sqrt', -1],
  ['sqrt', 0],
  ['sin', 0],
  ['sin', Number.POSITIVE_INFINITY],
  ['cos', 0],
  ['cos', Number.NaN],
  ['tan', Number.NEGATIVE_INFINITY],
  ['sinh', -1000],
  ['sinh', Number.NaN],
  ['cosh', 1000],
  ['tanh', 1000],
  ['tanh', -1000],
  ['tanh', 0],
  ['tanh', Number.NaN],
  ['sigmoid', -1000],
  ['sigmoid', 1000],
  ['sign', 0],
  ['sign', -3],
  ['sign', Number.NaN],
  ['power', 0, 2],
  ['power', 0, 0],
  ['power', -8, 0.5],
  ['power', -2, 3],
  ['power', -2, 4],
  ['power', 2, -200],
  ['power', Number.NaN, 1],
];

/** Where a function ends otherwise than in float64. */
function otherEnds(f: Functions): string[] {
  return ENDS.flatMap(([name, x, y]) => {
    const of = (y === undefined ? [x] : [x, y]).map(
      (_, slot): Node => ({ id: slot, operation: 'variable', of: [], value: slot }),
    );
    const root: Node = { id: 9, operation: name, of, value: 0 };
    const place = Float64Array.of(x, y ?? 0);
    const [[found]] = resultsOf(f, [root], 2, [place]);
    const exact = name === 'power' ? realPower(x, y!) : FUNCTIONS[name](x);
    const expected = Math.fround(exact);
    const isSame = Math.abs(found - expected) <= 2 ** -20 * Math.abs(expected);
    return isSame || Object.is(found, expected)
      ? []
      : [`${name}(${place}): ${found}, not ${expected}`];
  });
}

test('functions end where those of float64 do', async () => {
  expect(otherEnds(await functions)).toEqual([]);
});

/** Each is compiled, which takes half a second: all of them with SADDLESCAPE_LONG=1. */
describe('planted faults are seen', () => {
  test.each(
    some(
      [
        ['sum(n(SIN), w, n(SIN + 1))', 'n(SIN + 1)'],
        ['0.04166838899254799', '0.04176838899254799'],
        ['sum(p, s, n(LOG + 7))', 'sum(p, s, n(LOG + 6))'],
        ['v128.bitselect(one(-Infinity), beyond, isTiny)', 'beyond'],
        ['has(i32x4.add(quarters, i32x4.splat(1)), 2)', 'has(quarters, 2)'],
        ['v128.and(isNegative, odd)', 'isNegative'],
        ['v128.andnot(isNegative, whole)', 'i32x4.splat(0)'],
        ['v128.bitselect(x, signOf(x), f32x4.ne(x, x))', 'signOf(x)'],
      ],
      2,
    ),
  )('%s', async (from, to) => {
    const mutant = await functionsOf(mutantFiles(from, to), QUICKLY);
    const { wrong } = beyondBounds(mutant, 200);
    expect(wrong.length + otherEnds(mutant).length).toBeGreaterThan(0);
  });
});
