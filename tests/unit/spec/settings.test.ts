import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { numericPaths, pathText, readNumber } from '../../../src/spec/field-path';
import { parseSpec } from '../../../src/spec/schema';
import { withSettings } from '../../../src/spec/settings';
import { anySpec } from './any-spec';

const changed = (spec: unknown, ...settings: string[]) => withSettings(parseSpec(spec), settings);

describe('fields that are set', () => {
  test.each<[unknown, string[], unknown]>([
    [{}, ['noise.sigma=1.5'], { noise: { sigma: 1.5 } }],
    [{}, [' noise.sigma = 1.5 ', 'time.dt=1'], { noise: { sigma: 1.5 }, time: { dt: 1 } }],
    [{}, ['noise.sigma=1', 'noise.sigma=0.5'], { noise: { sigma: 0.5 } }],
    [{ loss: { a: [1, -1] } }, ['loss.a[1]=3'], { loss: { a: [1, 3] } }],
    [{ loss: { a: [1, -1] } }, ['loss.a[0]=2', 'loss.a.1=3'], { loss: { a: [2, 3] } }],
    [{ loss: { a: [1, -1] } }, ['loss.a=2'], { loss: { a: [2, 2] } }],
    [{}, ['loss.a=[1, -1]', 'start.x=[1, 1]'], { loss: { a: [1, -1] }, start: { x: [1, 1] } }],
    [{}, ['loss.a[2]=3', 'loss.dimensions=3'], { loss: { a: [1, 1, 3] }, start: { x: [1, 1, 1] } }],
    [{}, ['noise.law=two-point'], { noise: { law: 'two-point' } }],
    [{}, ['noise.law="two-point"'], { noise: { law: 'two-point' } }],
    [{}, ['ensemble.seed=7'], { ensemble: { seed: '7' } }],
    [{}, ['ensemble.seed=a=b'], { ensemble: { seed: 'a=b' } }],
    [{}, ['time.record=100'], { time: { record: 100 } }],
    [
      { optimizer: { kind: 'heavy-ball', beta: 0.5 } },
      ['optimizer.kind=nesterov'],
      { optimizer: { kind: 'nesterov', beta: 0.5 } },
    ],
    [{ optimizer: { kind: 'svrg', epochLength: 7 } }, ['optimizer.kind=sgd'], {}],
    [{}, ['loss.kind=double-well'], { loss: { kind: 'double-well' } }],
    [
      {},
      ['escape.region=coordinate', 'escape.coordinate=0', 'escape.low=-2', 'escape.high=2'],
      { escape: { region: 'coordinate', coordinate: 0, low: -2, high: 2 } },
    ],
  ])('%j with %j', (spec, settings, same) => {
    expect(changed(spec, ...settings)).toEqual(parseSpec(same));
  });

  test.each<[unknown, string, string]>([
    [{}, 'noise.sigma', '--set: "noise.sigma" is not accepted; give a field and its value'],
    [{}, 'noise.sigma=', 'give a field and its value'],
    [{}, 'sigma=1', 'give a field and its value'],
    [{}, 'noise.sigma=loud', 'noise.sigma: "loud" is not accepted; give a number from 0 to 1e30.'],
    [{}, 'noise.sgima=1', 'noise.sgima: an unknown field is not accepted'],
    [{}, 'nose.sigma=1', 'nose: an unknown field is not accepted'],
    [
      {},
      'loss.a[1]=2',
      '--set: "loss.a[1]=2" is not accepted; give an entry of loss.a, which are 0 to 0.',
    ],
    [{}, 'noise.sigma[0]=2', 'give noise.sigma as a whole: it is no list here.'],
    [
      {},
      'loss.dimensions=0',
      'loss.dimensions: 0 is not accepted; give a whole number from 1 to 64.',
    ],
    [
      { loss: { a: [1, -1] } },
      'loss.dimensions=3',
      'loss.a: [1,-1] is not accepted; give equal numbers: loss.dimensions repeats one coordinate.',
    ],
    [
      { loss: { kind: 'double-well' } },
      'loss.dimensions=2',
      'has a number of coordinates of its own.',
    ],
    [
      {},
      'ensemble.particles=many',
      'ensemble.particles: "many" is not accepted; give a whole number',
    ],
  ])('%j with %j is refused', (spec, setting, sentence) => {
    expect(() => changed(spec, setting)).toThrow(sentence);
  });

  test('any number of any spec can be set to what it is, and nothing else changes', () => {
    fc.assert(
      fc.property(anySpec, (spec) => {
        const settings = numericPaths(spec).map(
          (path) => `${pathText(path)}=${readNumber(spec, path)}`,
        );
        // A list as a whole takes one number.
        const single = settings.filter((text) => {
          const [group, name] = text.split(/[.=[]/);
          const field = (spec as unknown as Record<string, Record<string, unknown>>)[group][name];
          return !Array.isArray(field) || text.includes('[');
        });
        expect(withSettings(spec, single)).toEqual(spec);
      }),
      { numRuns: 100, seed: 5 },
    );
  });
});
