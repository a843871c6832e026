import { describe, expect, test } from 'vitest';
import { createCpuEngine } from '../../../src/engine/cpu/cpu-engine';
import { FormulaError } from '../../../src/formula/formula-error';
import {
  curvatureProgram,
  lossFormula,
  SLOTS,
  slopeProgram,
  valueProgram,
} from '../../../src/formula/loss-formula';
import { generatedFile } from '../../../src/formula/loss-wgsl';
import { numericPaths, readNumber, withNumber } from '../../../src/spec/field-path';
import { knownPath } from '../../../src/spec/known-path';
import { parseSpec, SpecError } from '../../../src/spec/schema';
import { withSettings } from '../../../src/spec/settings';
import { complexStep } from '../../support/complex';
import { places, random, randomFormulas } from '../../support/formulas';
import { LONG } from '../../support/long';

/** The thorough versions of samples; minutes. */

const textOf = (f: string, coordinates = 2, parameters: string[] = ['k']) => ({
  f,
  coordinates,
  parameters,
});

function valueAt(f: string, ...variables: number[]): number {
  const program = valueProgram(textOf(f));
  program.variables.set(variables);
  return program.run();
}

function refused(f: string): FormulaError {
  try {
    lossFormula(textOf(f));
  } catch (error) {
    if (error instanceof FormulaError) return error;
    throw error;
  }
  throw new Error(`${f} is no mistake`);
}

describe('a formula is read as mathematics reads it', () => {
  test.each<[string, number]>([
    ['-x^2', -4],
    ['2^3^2', 512],
    ['x^-1', 0.5],
    ['8 / x / 2 - 1e0', 1],
    ['x1 + x2', 5],
    ['x < y ? 1 : y', 1],
    ['x >= y ? 1 : x > 1 ? 7 : 2', 7],
    ['select(y <= 3, x, y)', 2],
    ['min(x, y) + max(x, y)', 5],
    ['relu(-x) + relu(y) + abs(-x)', 5],
    ['log(exp(x)) + sqrt(y*y)', 5],
    ['sinh(x)^2 - cosh(x)^2', -1],
    ['tan(x) * cos(x) / sin(x)', 1],
    ['tanh(x) - 2*sigmoid(2*x)', -1],
    ['cos(pi)', -1],
    ['--x', 2],
    ['x^2.5', 2 ** 2.5],
    ['xi + 10*eta', 12],
  ])('%s', (f, value) => {
    expect(valueAt(f, 2, 3, 0, 0, 2, 1)).toBeCloseTo(value, 12);
  });
});

describe('what is no formula is refused at its character', () => {
  test.each<[string, number, RegExp]>([
    ['', 0, /a number, a name or "\("/],
    ['x +', 3, /at its end/],
    ['x + q', 4, /one of the names x, y, x1, x2, xi, eta, k, abs/],
    ['x ** 2', 3, /at character 4/],
    ['x ; y', 2, /character 3 is none of these/],
    ['z', 0, /one of the names/],
    ['x < y', 5, /"\?" behind a comparison/],
    ['(x < y) * 2', 6, /"\?"/],
    ['select(x, 1, 2)', 8, /a comparison before the first comma/],
    ['sin x', 4, /"\(" behind sin/],
    ['min(x)', 5, /","/],
    ['2 * (x + 1', 10, /operator or "\)"/],
    ['x + 1/0', 5, /1\/0/],
    ['x*log(-1)', 2, /log\(-1\)/],
    ['1e39*x', 0, /1e38/],
    ['constructor', 0, /one of the names/],
    ['x.__proto__', 1, /character 2/],
    ['`x`', 0, /character 1/],
    [`${'('.repeat(60)}x`, 40, /40 deep/],
    ['x'.padEnd(501, '+x'), 500, /at most 500 characters/],
  ])('%s', (f, at, sentence) => {
    const error = refused(f);
    expect(error.message).toMatch(sentence);
    expect(error.at).toBe(at);
  });

  test('and so is one whose slopes are too long', () => {
    const long = Array.from({ length: 24 }, (_, i) => `tan(x*y+${i}.5)^(z*w)`).join('*');
    expect(long.length).toBeLessThan(500);
    expect(() => lossFormula(textOf(long, 4))).toThrow(/^a simpler formula/);
  });
});

test.each<[string, number]>([
  ['(-x)^2', 6],
  ['(-x)^3', -27],
  ['(2/(x*(-y)))^3', ((-8 / (27 * 8)) * -3) / 3],
  ['(-2*x)^4', 16 * 4 * 27],
  ['(y - x)^5 * (x - y)', -6],
  ['(-x)^2 + x^2 + x*x*x', 39],
])('the slope of %s keeps the sign of its base', (f, slope) => {
  const program = slopeProgram(textOf(f));
  program.variables.set([3, 2]);
  program.run();
  expect(program.result(0)).toBeCloseTo(slope, 12);
});

test('slopes are those of a complex step, and slopes of slopes too', () => {
  const texts = randomFormulas(LONG ? 1000 : 100, 5);
  let compared = 0;
  for (const text of texts) {
    const { f, slopes } = lossFormula(text);
    const [program, curvature] = [slopeProgram(text), curvatureProgram(text)];
    for (const place of places(4, 3)) {
      program.variables.set(place);
      program.run();
      for (let k = 0; k < text.coordinates; k++) {
        const { value, slope } = complexStep(f, place, k);
        // At a pole or a corner nothing is compared.
        if (!Number.isFinite(slope) || Math.abs(value) > 1e100 || Math.abs(slope) > 1e100) continue;
        const own = program.result(k);
        if (Number.isNaN(own)) continue;
        compared++;
        expect(Math.abs(own - slope), `${text.f} along ${k} at ${place}`).toBeLessThanOrEqual(
          1e-9 * (Math.abs(slope) + Math.abs(value) + 1),
        );
      }
      curvature.variables.set(place);
      curvature.run();
      const { slope } = complexStep(slopes[0], place, 0);
      const own = curvature.result(0);
      if (Number.isFinite(slope) && Number.isFinite(own) && Math.abs(slope) < 1e6)
        expect(Math.abs(own - slope), `${text.f} twice`).toBeLessThanOrEqual(
          1e-7 * (Math.abs(slope) + 1),
        );
    }
  }
  expect(compared).toBeGreaterThan(8 * texts.length);
});

test('any text is a formula or is refused by a sentence, soon', () => {
  const next = random(8);
  const pieces = [
    'x',
    'y',
    'xi',
    'k',
    '2',
    '.5',
    '1e9',
    '1e',
    '(',
    ')',
    '+',
    '-',
    '*',
    '/',
    '^',
    '<',
    '?',
    ':',
    ',',
    'sin(',
    'select(',
    'max(',
    'log(',
    ' ',
    '\n',
    ';',
    '"',
    '\\',
    'é',
    '𝛼',
    'constructor',
    '//',
    '/*',
    '}',
    '@',
    'fn',
  ];
  const started = performance.now();
  for (let i = 0; i < (LONG ? 10_000 : 1000); i++) {
    const length = 1 + Math.floor(next() * 40);
    const f = Array.from({ length }, () => pieces[Math.floor(next() * pieces.length)]).join('');
    try {
      const spec = parseSpec({
        loss: { kind: 'formula', f, coordinates: 2, parameters: { k: 1 } },
      });
      expect(spec.loss).toMatchObject({ f });
      const shader = generatedFile(`formula/slopes ${JSON.stringify(textOf(f))}`);
      // Nothing but arithmetic: the names of a line are those of the generator.
      const names = shader.match(/[A-Za-z_]\w*/g)!.filter((name) => !/^(n\d+|e\d*)$/.test(name));
      expect(
        names.filter(
          (name) =>
            !/^(let|fn|formula_\w+|formula|Generated|by|loss|wgsl|ts|x|y|z|w|noise|parameters|Point|vec2f|vec4f|return|fma|select|f32|min|max|abs|sign)$/.test(
              name,
            ),
        ),
      ).toEqual([]);
    } catch (error) {
      expect(error).toBeInstanceOf(SpecError);
      expect((error as Error).message).toMatch(/^\S[^\n]*\.$/);
    }
  }
  expect(performance.now() - started).toBeLessThan(LONG ? 60_000 : 10_000);
});

describe('a spec with a formula', () => {
  test.each<[object, RegExp]>([
    [
      { loss: { kind: 'formula', f: 'x +' } },
      /^loss\.f: "x \+" is not accepted; give a formula that has/,
    ],
    [
      { loss: { kind: 'formula', f: 'log(x)' }, start: { x: [0] } },
      /^loss\.f: .* with a value and a slope where particles start; at x = 0 it is/,
    ],
    [{ loss: { kind: 'formula', f: 'exp(exp(x))' }, start: { x: [6] } }, /too large/],
    [
      { loss: { kind: 'formula', f: 'x', parameters: { x: 1 } } },
      /^loss\.parameters: "x" is not accepted; give other names than x/,
    ],
    [
      { loss: { kind: 'formula', f: 'x', parameters: { k: { value: 1, min: 2, max: 1 } } } },
      /min below max/,
    ],
    [
      { loss: { kind: 'formula', f: 'cos(x + xi)' }, optimizer: { batchSize: 2 } },
      /^optimizer\.batchSize: 2 is not accepted; give 1 with a formula that is not linear/,
    ],
    [
      { loss: { kind: 'formula', f: 'cos(x + xi)' }, time: { dt: 0.1 } },
      /^time\.dt: 0\.1 is not accepted; give 1 with/,
    ],
  ])('%j', (spec, sentence) => {
    expect(() => parseSpec(spec)).toThrow(sentence);
  });

  test('has parameters with a range, which are numbers of the spec', () => {
    const { loss } = parseSpec({ loss: { kind: 'formula', f: 'k*x', parameters: { k: 3 } } });
    expect(loss).toMatchObject({ parameters: { k: { value: 3, min: -6, max: 6 } } });
    const spec = parseSpec({ loss });
    const path = knownPath('loss.parameters.k');
    expect(numericPaths(spec)).toContainEqual(path);
    expect(readNumber(withNumber(spec, path, 2), path)).toBe(2);
    expect(parseSpec(withNumber(spec, path, 2)).loss).toMatchObject({
      parameters: { k: { value: 2, min: -6, max: 6 } },
    });
    expect(withSettings(spec, ['loss.parameters.k=-1']).loss).toMatchObject({
      parameters: { k: { value: -1, min: -6, max: 6 } },
    });
    expect(() => withSettings(spec, ['loss.parameters.q=1'])).toThrow(/a name in loss\.parameters/);
  });
});

describe('a formula that spells a loss moves as it does', () => {
  const common = { ensemble: { particles: 400, seed: 'spelled' }, time: { dt: 0.25, steps: 60 } };
  const noise = { law: 'gaussian', sigma: 1.2, tau: 0.7, rho: 0.4 };
  test.each<[string, object, object]>([
    [
      'a saddle',
      { ...common, loss: { kind: 'saddle', a: [0.5] }, noise, optimizer: { batchSize: 3 } },
      {
        ...common,
        loss: { kind: 'formula', f: '-(a + xi)*x^2/2 - eta*x', parameters: { a: 0.5 } },
        noise,
        optimizer: { batchSize: 3 },
        start: { kind: 'point', x: [1] },
      },
    ],
    [
      'a double well',
      {
        ...common,
        loss: { kind: 'double-well' },
        noise: { shake: 0.8 },
        time: { dt: 1, steps: 60 },
        optimizer: { learningRate: 0.02 },
      },
      {
        ...common,
        loss: {
          kind: 'formula',
          coordinates: 2,
          f: '(y+eta)^2 + (x+xi)^4/4 - 5*(x+xi)^3/6 - (x+xi)^2/2 + 5*(x+xi)/4 + 2',
        },
        noise: { sigma: 0.8, tau: 0.8 },
        time: { dt: 1, steps: 60 },
        start: { kind: 'point', x: [2, -3] },
        optimizer: { learningRate: 0.02 },
      },
    ],
    [
      'a linear network',
      {
        ...common,
        loss: { kind: 'linear-network', depth: 3, a: [0.5] },
        noise: { law: 'two-point', sigma: 1, tau: 0.4 },
        optimizer: { kind: 'heavy-ball', learningRate: 0.1 },
      },
      {
        ...common,
        loss: { kind: 'formula', coordinates: 3, f: '(1 + eta)*(x*y*z)^2/2 - (0.5 + xi)*x*y*z' },
        noise: { law: 'two-point', sigma: 1, tau: 0.4 },
        optimizer: { kind: 'heavy-ball', learningRate: 0.1 },
      },
    ],
  ])('%s', async (_, built, spelled) => {
    const ends: Float32Array[] = [];
    for (const input of [built, spelled]) {
      const ensemble = await createCpuEngine().create(parseSpec(input));
      await ensemble.advance(60);
      ends.push(await ensemble.read(400, 0));
    }
    const [own, other] = ends;
    expect(new Set(own).size).toBeGreaterThan(100);
    // The same noise, and rounding of another order.
    for (let i = 0; i < own.length; i++)
      expect(Math.abs(own[i] - other[i])).toBeLessThanOrEqual(1e-6 * (1 + Math.abs(own[i])));
  });
});

test('a program has room for every slot', () => {
  expect(slopeProgram(textOf('x')).variables).toHaveLength(SLOTS);
});
