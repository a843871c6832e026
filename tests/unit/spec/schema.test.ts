import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lossKinds, optimizerKinds } from '../../../src/models/registry';
import { histogramEdges } from '../../../src/spec/histogram-edges';
import { parseSpec, SpecError } from '../../../src/spec/schema';
import { parseSpecText } from '../../../src/spec/spec-text';
import { repeats } from '../../support/long';
import { anySpec } from './any-spec';

/** The sentence that refuses an input; fails the test when it is accepted. */
function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof SpecError) return error.message;
    throw error;
  }
  throw new Error('was accepted');
}

describe('a spec is completed', () => {
  test('nothing given gives every default', () => {
    expect(parseSpec({})).toEqual({
      version: 1,
      loss: { kind: 'saddle', a: [1] },
      noise: { law: 'gaussian', sigma: 2, tau: 1, rho: 0 },
      optimizer: { kind: 'sgd', learningRate: 1, schedule: 'constant', batchSize: 1 },
      time: { dt: 0.001, steps: 10_000 },
      start: { kind: 'point', x: [1] },
      escape: { radius: 10 },
      ensemble: { particles: 1_048_576, seed: '1' },
      histogram: { coordinate: 0, axis: 'asinh', min: -100, max: 100, bins: 512 },
    });
  });

  test('a full spec stays as it is, and goes through JSON unchanged', () => {
    fc.assert(
      fc.property(anySpec, (spec) => {
        expect(parseSpec(spec)).toEqual(spec);
        expect(parseSpecText(JSON.stringify(spec))).toEqual(spec);
      }),
      { numRuns: repeats(200) },
    );
  });

  test('the input is not changed', () => {
    const input = { noise: { sigma: 1 } };
    parseSpec(input);
    expect(input).toEqual({ noise: { sigma: 1 } });
  });
});

describe('kinds bring their own fields', () => {
  test.each([
    [
      { loss: { kind: 'double-well' } },
      {
        loss: { kind: 'double-well' },
        noise: { law: 'gaussian', sigma: 0, tau: 0, rho: 0, shake: 1 },
        start: { kind: 'point', x: [2, -3] },
        histogram: { coordinate: 0, axis: 'linear', min: -4, max: 4, bins: 512 },
      },
    ],
    [
      { loss: { kind: 'linear-network' } },
      {
        loss: { kind: 'linear-network', a: [1], depth: 2 },
        noise: { law: 'gaussian', sigma: 2, tau: 0, rho: 0 },
        start: { kind: 'point', x: [0.1, 0.1] },
      },
    ],
    [
      { noise: { law: 'dataset' } },
      { noise: { law: 'dataset', sigma: 2, tau: 1, rho: 0, samples: 1024 } },
    ],
    [{ start: { x: [0] } }, { start: { kind: 'point', x: [0] } }],
    [{ optimizer: { kind: 'perturbed' } }, { optimizer: { perturbation: 1 } }],
    [{ optimizer: { kind: 'svrg' } }, { optimizer: { epochLength: 100 } }],
    [{ optimizer: { kind: 'nesterov' } }, { optimizer: { beta: 0.9 } }],
  ])('%j', (input, expected) => {
    expect(parseSpec(input)).toMatchObject(expected);
  });
});

/** The table of docs/model.md, "What goes together". */
describe('what does not go together is refused', () => {
  const surface = { loss: { kind: 'spike-and-wells' } };
  const network = { loss: { kind: 'linear-network' }, time: { dt: 1 } };
  const cases: [unknown, string][] = [
    [
      { ...surface, noise: { sigma: 1 } },
      'noise.sigma: 1 is not accepted; give 0 with the loss spike-and-wells',
    ],
    [
      { ...surface, noise: { law: 'dataset' } },
      'noise.law: "dataset" is not accepted; give "gaussian" or',
    ],
    [
      { ...surface, optimizer: { batchSize: 2 } },
      'optimizer.batchSize: 2 is not accepted; give 1 with the loss',
    ],
    [
      { ...surface, noise: { law: 'two-point' }, optimizer: { kind: 'svrg' } },
      'noise.law: "two-point" is not accepted; give "gaussian" with svrg',
    ],
    [{ noise: { shake: 1 } }, 'noise.shake: 1 is not accepted; give no shake with the loss saddle'],
    [
      { noise: { law: 'dataset', samples: 10 }, optimizer: { batchSize: 11 } },
      'optimizer.batchSize: 11 is not accepted; give at most noise.samples = 10',
    ],
    [
      { noise: { law: 'dataset', samples: 2 } },
      'noise.samples: 2 is not accepted; give a whole number from 3',
    ],
    [
      { ...network, noise: { tau: 0.1 } },
      'noise.tau: 0.1 is not accepted; give 0 with normal noise',
    ],
    [
      { ...network, noise: { law: 'dataset', tau: 0.9 } },
      'noise.tau: 0.9 is not accepted; give a number between -0.',
    ],
    [
      { ...network, start: { kind: 'point', x: [0, 1e3] } },
      'start.x[1]: 1000 is not accepted; give a number',
    ],
    [
      { ...surface, escape: { radius: 1e10 } },
      'escape.radius: 10000000000 is not accepted; give at most 1000000000',
    ],
    [
      { loss: { kind: 'double-well', a: [1] } },
      'loss.a: an unknown field is not accepted; give one of the fields',
    ],
    [
      { optimizer: { beta: 0.5 } },
      'optimizer.beta: an unknown field is not accepted; give one of the fields',
    ],
    [
      { optimizer: { kind: 'nesterov', beta: 1.5 } },
      'optimizer.beta: 1.5 is not accepted; give a number from -1 to 1',
    ],
    [
      { loss: { kind: 'linear-network', depth: 5 } },
      'loss.depth: 5 is not accepted; give a whole number from 2 to 4',
    ],
  ];
  test.each(cases)('%j', (input, beginning) => {
    const sentence = refusal(() => parseSpec(input));
    expect(sentence.startsWith(beginning), sentence).toBe(true);
  });
});

describe('a bad spec is refused by one sentence that names the field', () => {
  const cases: [unknown, string][] = [
    [null, 'spec: null is not accepted; give an object with the fields version, loss'],
    [[], 'spec: [] is not accepted; give an object.'],
    [{ noise: [] }, 'noise: [] is not accepted; give an object.'],
    [{ noise: { rho: 2 } }, 'noise.rho: 2 is not accepted; give a number from -1 to 1.'],
    [{ noise: { sigma: -1 } }, 'noise.sigma: -1 is not accepted; give a number from 0 to 1e30.'],
    [{ noise: { sigma: '2' } }, 'noise.sigma: "2" is not accepted; give a number from 0 to 1e30.'],
    [
      { noise: { tau: Number.NaN } },
      'noise.tau: NaN is not accepted; give a number between -1e30 and 1e30.',
    ],
    [
      { noise: { law: 'cauchy' } },
      'noise.law: "cauchy" is not accepted; give "gaussian" or "two-point" or "dataset" or "uniform" or',
    ],
    [
      { noise: { sgima: 1 } },
      'noise.sgima: an unknown field is not accepted; give one of the fields law, sigma, tau, rho, shake, normals.',
    ],
    [{ noise: { constructor: 1 } }, 'noise.constructor: an unknown field is not accepted;'],
    [{ 'a\nb': 1 }, '"a\\nb": an unknown field is not accepted;'],
    [
      { loss: { kind: 'canyon' } },
      `loss.kind: "canyon" is not accepted; give ${lossKinds()
        .map((kind) => `"${kind}"`)
        .join(' or ')}.`,
    ],
    [{ loss: { a: [] } }, 'loss.a: [] is not accepted; give a list of 1 to 64 numbers.'],
    [
      { loss: { a: [1, null] } },
      'loss.a[1]: null is not accepted; give a number between -1e30 and 1e30.',
    ],
    [{ loss: { a: new Array(65).fill(1) } }, 'loss.a: [1,1,1'],
    [
      { optimizer: { kind: 'lion' } },
      `optimizer.kind: "lion" is not accepted; give ${optimizerKinds()
        .map((kind) => `"${kind}"`)
        .join(' or ')}.`,
    ],
    [
      { optimizer: { batchSize: 0 } },
      'optimizer.batchSize: 0 is not accepted; give a whole number from 1 to 65536.',
    ],
    [
      { optimizer: { learningRate: 0 } },
      'optimizer.learningRate: 0 is not accepted; give a number from 1e-30 to 1e30.',
    ],
    [
      { start: { kind: 'point', x: [1e30] } },
      'start.x[0]: 1e+30 is not accepted; give a number between -1e28 and 1e28.',
    ],
    [
      { loss: { a: [1e10] }, time: { dt: 1 } },
      'loss.a[0]: 10000000000 is not accepted; give a smaller magnitude: a step leaves the range',
    ],
    [
      { histogram: { axis: 'linear', min: -2e-38, max: 2e-38 } },
      'histogram.bins: 512 is not accepted; give fewer bins or',
    ],
    [{ time: { dt: -1 } }, 'time.dt: -1 is not accepted; give a number above 0 and at most 1e30.'],
    [
      { time: { dt: 1e29 }, loss: { a: [1e29] } },
      'loss.a[0]: 1e+29 is not accepted; give a smaller magnitude: with time.dt a step leaves the range',
    ],
    [
      { time: { steps: 0.5 } },
      'time.steps: 0.5 is not accepted; give a whole number from 1 to 1000000000.',
    ],
    [
      { start: { kind: 'line' } },
      'start.kind: "line" is not accepted; give "point" or "gaussian" or "uniform".',
    ],
    [
      { start: { kind: 'point', x: [1, 2] } },
      'start.x: [1,2] is not accepted; give a list of 1 number, as loss.a has 1.',
    ],
    [
      { start: { kind: 'uniform', low: [2], high: [1] } },
      'start.high[0]: 1 is not accepted; give a number of at least',
    ],
    [{ escape: { radius: 0 } }, 'escape.radius: 0 is not accepted; give a number above 0'],
    [
      { ensemble: { particles: 0 } },
      'ensemble.particles: 0 is not accepted; give a whole number from 1 to 67108864.',
    ],
    [{ ensemble: { particles: 1e12 } }, 'ensemble.particles: 1000000000000 is not accepted;'],
    [
      { ensemble: { seed: 1 } },
      'ensemble.seed: 1 is not accepted; give a text of 1 to 200 characters.',
    ],
    [
      { ensemble: { seed: '\ud800' } },
      'ensemble.seed: "\\ud800" is not accepted; give a text of 1 to 200 characters.',
    ],
    [
      { histogram: { bins: 0 } },
      'histogram.bins: 0 is not accepted; give a whole number from 1 to 4090.',
    ],
    [
      { histogram: { min: 1, max: -1 } },
      'histogram.max: -1 is not accepted; give a number above histogram.min = 1.',
    ],
    [
      { histogram: { axis: 'log-abs', min: 0 } },
      'histogram.min: 0 is not accepted; give a number of at least 1.2e-38',
    ],
    [
      { histogram: { coordinate: 1 } },
      'histogram.coordinate: 1 is not accepted; give 0, as loss.a has 1 coordinate.',
    ],
    [
      { histogram: { min: 1, max: 1.00001 } },
      'histogram.bins: 512 is not accepted; give fewer bins or a wider range',
    ],
    [{ version: 2 }, 'version: 2 is not accepted; give 1, the only version there is.'],
    [
      { loss: { kind: 'linear-network', a: [1e-30, '1'] } },
      'loss.a: [1e-30,"1"] is not accepted; give a list of 1 number.',
    ],
  ];
  test.each(cases)('%j', (input, beginning) => {
    const sentence = refusal(() => parseSpec(input));
    expect(sentence.startsWith(beginning), sentence).toBe(true);
    expect(sentence).toMatch(/^[^\n]+\.$/);
  });

  test('texts that are not JSON, however long or deep', () => {
    for (const text of ['', '{', 'x'.repeat(1e6), '\u0000'.repeat(1e6)])
      expect(refusal(() => parseSpecText(text))).toMatch(
        /^The spec is (empty|not JSON: line 1, column \d+ has .{0,200})\.$/,
      );
    for (const text of [
      '['.repeat(3e5) + ']'.repeat(3e5),
      '{"noise":'.repeat(1e4) + 1 + '}'.repeat(1e4),
    ])
      expect(refusal(() => parseSpecText(text)).length).toBeLessThan(300);
  });

  test('any JSON at all is accepted or refused by a short sentence, and nothing else', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (input) => {
        let sentence = '';
        try {
          parseSpec(input);
        } catch (error) {
          expect(error).toBeInstanceOf(SpecError);
          sentence = (error as SpecError).message;
        }
        expect(sentence).toMatch(/^$|^[^\n]{1,300}\.$/);
      }),
      { numRuns: repeats(500) },
    );
  });
});

describe('the edges of the histogram', () => {
  test('rise, and begin and end where the spec says', () => {
    fc.assert(
      fc.property(anySpec, ({ histogram }) => {
        const edges = histogramEdges(histogram);
        expect(edges.length).toBe(histogram.bins + 1);
        expect(edges[0]).toBe(Math.fround(histogram.min));
        expect(edges[histogram.bins]).toBe(Math.fround(histogram.max));
        expect(edges.every((edge, i) => i === 0 || edges[i - 1] < edge)).toBe(true);
      }),
      { numRuns: repeats(200) },
    );
  });
});
