import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Sweep } from '../../../src/spec/sweep';
import { fragmentToSweep, sweepToFragment } from '../../../src/spec/sweep-permalink';
import { parseSweep } from '../../../src/spec/sweep-schema';
import { anySpec } from './any-spec';

const MAP = parseSweep({
  compare: [{ optimizer: { kind: 'svrg' } }, { noise: { tau: -2.5 } }],
  y: { path: 'loss.a', values: [-1, 0.25, 2] },
  halfWidth: 0.01,
});
const LINK =
  '#map?v=2&loss=saddle&a=1&noise=gaussian&sigma=2&tau=1&rho=0&optimizer=sgd&learningRate=1&schedule=constant&batchSize=1&dt=0.001&steps=10000&start=point&x=1&radius=10&particles=1048576&seed=1&coordinate=0&axis=asinh&min=-100&max=100&bins=512&xAxis=noise.sigma,linear,0,3,48&yAxis=loss.a,list,-1,0.25,2&replicas=4096&sameNoise=true&halfWidth=0.01&mostReplicas=262144&b=%7B%22optimizer%22%3A%7B%22kind%22%3A%22svrg%22%7D%7D&c=%7B%22noise%22%3A%7B%22tau%22%3A-2.5%7D%7D&check=93ff12d6&end';

describe('the link of a map', () => {
  test('is readable, and stays as it is', () => {
    expect(sweepToFragment(MAP)).toBe(LINK);
    expect(fragmentToSweep(`https://example.org/map.html${LINK}`)).toEqual(MAP);
  });

  test('comes back as the sweep it was made of', () => {
    const axis = fc.oneof(
      fc.record({
        path: fc.constant('time.dt'),
        from: fc.constantFrom(1e-6, 0.001, 0.02),
        to: fc.constantFrom(0.1, 1e-3 + 1e-9),
        count: fc.integer({ min: 2, max: 6 }),
        scale: fc.constantFrom('linear', 'log'),
      }),
      fc.record({ path: fc.constant('time.dt'), values: fc.constantFrom([1e-9], [0.001, 0.25]) }),
    );
    let made = 0;
    fc.assert(
      fc.property(anySpec, axis, fc.boolean(), (base, x, sameNoise) => {
        let sweep: Sweep;
        try {
          sweep = parseSweep({
            base,
            ...(sameNoise ? { responses: ['escapeTime:0.5', 'shareAbove:1e30', 'tailIndex'] } : {}),
            x,
            y: { path: 'escape.radius', values: [0.5, 2] },
            sameNoise,
          });
        } catch {
          return;
        }
        made++;
        expect(fragmentToSweep(sweepToFragment(sweep))).toEqual(sweep);
      }),
      { numRuns: 200 },
    );
    // Not every spec takes every step length.
    expect(made).toBeGreaterThan(100);
  });

  test.each<[string, string]>([
    [
      LINK.replace('&end', ''),
      'The link is cut off after the field "c"; copy it whole, up to &end.',
    ],
    [LINK.replace('&replicas=4096', ''), 'The link lacks the field "replicas"'],
    [LINK.replace('&b=', '&d='), 'The link lacks the field "b"'],
    [LINK.replace('0,3,48', '0,3'), 'where a path, a scale, two ends and a count should be.'],
    [
      LINK.replace('sameNoise=true', 'sameNoise=maybe'),
      'sameNoise: "maybe" is not accepted; give true or false.',
    ],
    [LINK.replace('sigma=2', 'sigma=-2'), 'noise.sigma: -2 is not accepted'],
    [LINK.replace('noise.sigma,', 'noise.sigmo,'), 'x.path: "noise.sigmo" is not accepted'],
  ])('that is wrong is refused by one sentence: %#', (link, sentence) => {
    expect(() => fragmentToSweep(link)).toThrow(sentence);
  });
});
