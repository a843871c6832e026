import { describe, expect, test } from 'vitest';
import { createCpuEngine } from '../../../src/engine/cpu/cpu-engine';
import { fragmentToSpec } from '../../../src/spec/link-reader';
import { specToFragment } from '../../../src/spec/permalink';
import { parseSpec } from '../../../src/spec/schema';

const COMMON = {
  ensemble: { particles: 200, seed: 'method' },
  time: { dt: 1, steps: 50 },
};
const saddle = { ...COMMON, loss: { a: [0.5, -1] }, noise: { sigma: 0.6, tau: 0.4 } };

async function ends(spec: unknown): Promise<Float32Array> {
  const ensemble = await createCpuEngine().create(parseSpec(spec));
  await ensemble.advance(50);
  return ensemble.read(200, 1);
}

describe('a method that is spelled moves as it does', () => {
  test.each<[string, object, object]>([
    ['sgd', { kind: 'sgd' }, { step: 'g', memory: [] }],
    [
      'heavy ball',
      { kind: 'heavy-ball', beta: 0.8 },
      { step: 'm/h', memory: ['m: beta*m + h*g'], parameters: { beta: 0.8 } },
    ],
    [
      'Adam',
      { kind: 'adam', beta1: 0.8, beta2: 0.95, epsilon: 1e-6 },
      {
        step: 'm/(1 - b1^n) / (sqrt(v/(1 - b2^n)) + 1e-6)',
        memory: ['m: b1*m + (1 - b1)*g', 'v: b2*v + (1 - b2)*g^2'],
        parameters: { b1: 0.8, b2: 0.95 },
      },
    ],
    ['sign-sgd', { kind: 'sign-sgd' }, { step: 'g < 0 ? -1 : g > 0 ? 1 : 0', memory: [] }],
  ])('%s', async (_, built, spelled) => {
    const common = { learningRate: 0.05, schedule: 'inverse-time' };
    const own = await ends({ ...saddle, optimizer: { ...common, ...built } });
    const other = await ends({ ...saddle, optimizer: { kind: 'formula', ...common, ...spelled } });
    expect(new Set(own).size).toBeGreaterThan(100);
    for (let i = 0; i < own.length; i++)
      expect(Math.abs(own[i] - other[i])).toBeLessThanOrEqual(1e-6 * (1 + Math.abs(own[i])));
  });
});

test('each of many steps has an n of its own', async () => {
  const method = { kind: 'formula', learningRate: 1, step: 'n^0.5/1000', memory: [] };
  const ensemble = await createCpuEngine().create(
    parseSpec({ ...COMMON, optimizer: method, time: { dt: 1, steps: 10_000 }, loss: { a: [0] } }),
  );
  await ensemble.advance(10_000);
  let x = 1;
  for (let n = 1; n <= 10_000; n++) x -= Math.sqrt(n) / 1000;
  const found = await ensemble.read(200, 0);
  for (const each of found) expect(each).toBeCloseTo(x, 3);
});

test('a line of memory sees what the lines before it have made', async () => {
  const method = { kind: 'formula', learningRate: 0.1, memory: ['m: g', 'v: m'] };
  const [late, soon] = await Promise.all(
    ['v', 'g'].map((step) => ends({ ...saddle, optimizer: { ...method, step } })),
  );
  expect(late).toEqual(soon);
});

describe('noise of formulas', () => {
  test('that spells normal numbers has their moments, and batches are means', async () => {
    for (const batchSize of [1, 4]) {
      const noise = { law: 'formula', xi: 'z1', eta: 'sqrt(-2*log(u1))*cos(2*pi*u2) + 0*z2' };
      const ensemble = await createCpuEngine().create(
        parseSpec({
          loss: { a: [0] },
          noise: { ...noise, sigma: 0, tau: 1 },
          start: { x: [0] },
          time: { dt: 1, steps: 1 },
          optimizer: { batchSize },
          ensemble: { particles: 20_000, seed: 'moments' },
        }),
      );
      await ensemble.advance(1);
      const drawn = await ensemble.read(20_000);
      const mean = drawn.reduce((sum, x) => sum + x, 0) / drawn.length;
      const square = drawn.reduce((sum, x) => sum + x * x, 0) / drawn.length;
      // Five standard errors of 1 / sqrt(n) and sqrt(2 / n), for a variance of 1 / batch.
      expect(Math.abs(mean)).toBeLessThan((5 * 0.00708) / Math.sqrt(batchSize));
      expect(Math.abs(batchSize * square - 1)).toBeLessThan(5 * 0.01);
    }
  });

  test.each<[object, RegExp]>([
    [
      { xi: 'x' },
      /^noise\.xi: "x" is not accepted; give a formula that has one of the names u1, u2, z1, z2/,
    ],
    [{ eta: 'log(z1)' }, /^noise\.eta: .* is a number for every draw; for u1 = 0\.03/],
    [{ rho: 0.5 }, /^noise\.rho: 0\.5 is not accepted; give 0 with the noise formula/],
  ])('%j is refused', (noise, sentence) => {
    expect(() => parseSpec({ noise: { law: 'formula', ...noise } })).toThrow(sentence);
  });
});

test('a method of formulas comes back from its link', () => {
  const spec = parseSpec({
    ...saddle,
    optimizer: {
      kind: 'formula',
      step: 'min(m, 1)/(1 - beta^n)',
      memory: ['m: beta*m + (1-beta)*g'],
      parameters: { beta: { value: 0.9, min: 0, max: 1 } },
    },
  });
  expect(fragmentToSpec(specToFragment(spec))).toEqual(spec);
});

describe('a method that is none is refused where the mistake is', () => {
  test.each<[object, RegExp]>([
    [
      { step: 'g +' },
      /^optimizer\.step: "g \+" is not accepted; give a formula that has .* at its end/,
    ],
    [
      { step: 'q' },
      /^optimizer\.step: "q" is not accepted; give a formula that has one of the names x, g, h, n, m/,
    ],
    [
      { step: 'g', memory: ['m = g'] },
      /^optimizer\.memory\[0\]: "m = g" is not accepted; give a line such as/,
    ],
    [{ step: 'g', memory: ['g: g'] }, /^optimizer\.memory\[0\]: .* other names than g/],
    [{ step: 'g', memory: ['m: g', 'm: g'] }, /^optimizer\.memory\[1\]: .* other names than m/],
    [{ step: 'g', memory: ['a: g', 'b: g', 'c: g'] }, /^optimizer\.memory: .* at most 2 texts/],
    [{ step: 'g/m', memory: ['m: 0.9*m'] }, /^optimizer\.step: .* a number in a first step/],
    [
      { step: 'g', parameters: { n: 1 } },
      /^optimizer\.parameters: "n" is not accepted; give other names/,
    ],
  ])('%j', (optimizer, sentence) => {
    expect(() => parseSpec({ optimizer: { kind: 'formula', ...optimizer } })).toThrow(sentence);
  });
});
