import { describe, expect, test } from 'vitest';
import { indexOf } from '../../../src/engine/cpu/noise/samples';
import { dataSet } from '../../../src/spec/data-set';
import { givenSamples } from '../../../src/spec/given-set';
import { samplesNamed } from '../../../src/spec/known-samples';
import { fragmentToSpec } from '../../../src/spec/link-reader';
import { specToFragment } from '../../../src/spec/permalink';
import { parseSpec } from '../../../src/spec/schema';
import { withSettings } from '../../../src/spec/settings';
import { ownSamples } from '../../support/own-samples';

const own = ownSamples(300);
const UNKNOWN = 'a'.repeat(64);

function correlation(set: { xi: Int32Array; eta: Int32Array; xiUnit: number; etaUnit: number }) {
  let sum = 0;
  for (let j = 0; j < set.xi.length; j++) sum += set.xi[j] * set.xiUnit * set.eta[j] * set.etaUnit;
  return sum / set.xi.length;
}

describe('the set of given pairs', () => {
  test('has mean 0, variance 1 and the correlation asked for', () => {
    for (const rho of [own.correlation, 0, -0.7, 1, -1]) {
      const set = own.set(rho);
      for (const [values, unit] of [
        [set.xi, set.xiUnit],
        [set.eta, set.etaUnit],
      ] as const) {
        expect(values.reduce((sum, one) => sum + one, 0)).toBe(0);
        const squares = values.reduce((sum, one) => sum + (one * unit) ** 2, 0);
        expect(squares / values.length).toBeCloseTo(1, 12);
      }
      expect(correlation(set)).toBeCloseTo(rho, 5);
    }
  });

  test('is the pairs themselves at their own correlation', () => {
    const { xi, eta, xiUnit, etaUnit } = own.set(own.correlation);
    for (let j = 0; j < own.count; j++) {
      const [first, second] = [0, 1].map(
        (k) => (own.pairs[2 * j + k] - own.mean[k]) / own.deviation[k],
      );
      expect(xi[j] * xiUnit).toBeCloseTo(first, 4);
      expect(eta[j] * etaUnit).toBeCloseTo(second, 4);
    }
  });
});

describe('a spec with given pairs', () => {
  const spec = parseSpec({ noise: { law: 'samples', data: own.data } });

  test('takes their scales where it does not say them', () => {
    const { sigma, tau, rho } = spec.noise;
    expect([sigma, tau]).toEqual(own.deviation);
    expect(rho).toBe(own.correlation);
    expect(dataSet(spec)).toBe(own.set(own.correlation));
    const other = parseSpec({ noise: { law: 'samples', data: own.data, sigma: 2, rho: 0 } });
    expect(other.noise).toMatchObject({ sigma: 2, tau: own.deviation[1], rho: 0 });
  });

  test('comes back from a link, and one to pairs that are not here is refused by a sentence', () => {
    expect(fragmentToSpec(specToFragment(spec))).toEqual(spec);
    expect(() => parseSpec({ noise: { law: 'samples', data: UNKNOWN } })).toThrow(
      /^noise.data: "a+\.\.\." is not accepted; give the file of these samples too, by --samples/,
    );
    expect(() => parseSpec({ noise: { law: 'samples', data: 'pairs.csv' } })).toThrow(
      /give "example" or the SHA-256 of samples, 64 hexadecimal digits/,
    );
  });

  test('other samples bring their own scales, and the same ones keep what was set', () => {
    const example = samplesNamed('example');
    const other = withSettings(spec, ['noise.data=example']);
    expect(other.noise.sigma).toBe(example.deviation[0]);
    const shuffled = withSettings(parseSpec({ noise: { ...spec.noise, sigma: 3 } }), [
      'noise.law=shuffled-samples',
    ]);
    expect(shuffled.noise).toMatchObject({ law: 'shuffled-samples', sigma: 3, data: own.data });
  });

  test('shuffled batches have at most all pairs', () => {
    const noise = { law: 'shuffled-samples', data: own.data };
    expect(() => parseSpec({ noise, optimizer: { batchSize: 301 } })).toThrow(
      /at most the samples there are, 300: a minibatch is drawn without replacement/,
    );
    expect(
      parseSpec({ noise: spec.noise, optimizer: { batchSize: 301 } }).optimizer.batchSize,
    ).toBe(301);
  });

  test('scales that no scale makes are refused', () => {
    const line = givenSamples('example', Float64Array.of(1, 2, 2, 4, 4, 8));
    expect(line).toMatchObject({ line: true, correlation: 1 });
    const noise = { sigma: 1, tau: 1, rho: 0.5 };
    expect(line.refuses(noise)).toMatchObject({ path: 'noise.rho', found: 0.5 });
    expect(line.refuses({ ...noise, rho: -1 })).toBeNull();
    const flat = givenSamples('example', Float64Array.of(1, 0, 2, 0, 4, 0));
    expect(flat.refuses(noise)).toMatchObject({ path: 'noise.tau', found: 1 });
    expect(flat.set(0).eta).toEqual(new Int32Array(3));
    expect(flat).toMatchObject({ correlation: 0, deviation: [expect.any(Number), 0] });
  });
});

test('an index is the whole part of the count times the 64-bit fraction of two words', () => {
  const words = [0, 1, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];
  for (const count of [3, 7, 1000, 65_535, 65_536])
    for (const first of words)
      for (const second of words) {
        const exact = (((BigInt(first) << 32n) | BigInt(second)) * BigInt(count)) >> 64n;
        expect(indexOf(first, second, count)).toBe(Number(exact));
      }
});
