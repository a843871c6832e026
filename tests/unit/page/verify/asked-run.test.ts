import fc from 'fast-check';
import { expect, test } from 'vitest';
import { askedRun } from '../../../../src/page/verify/asked-run';

const CLAIMS = ['clustering', 'relu'];
const read = (fragment: string) => askedRun(fragment, CLAIMS);

test('a run is asked for by its engine, particles and claims', () => {
  expect(read('#run')).toEqual({ engine: null, particles: null, ids: null });
  expect(read('#run&engine=cpu&particles=04096&claim=relu,clustering')).toEqual({
    engine: 'cpu',
    particles: '4096',
    ids: ['relu', 'clustering'],
  });
  expect(read('#s?v=1')).toBeNull();
});

test.each([
  ['engine=tpu', /^engine: "tpu" is not accepted; give auto, gpu or cpu\.$/],
  ['particles=63', /^particles: "63" .+ from 64 to/],
  ['particles=0x100', /^particles: "0x100"/],
  ['particles=1e3', /^particles: "1e3"/],
  ['particles=', /^particles: ""/],
  ['claim=relu,nonsense', /^claim: "nonsense" is not accepted; give some of clustering, relu\.$/],
  ['particle=64', /^a name: "particle" is not accepted/],
  ['engine=cpu&engine=gpu', /^engine is given more than once\.$/],
])('#run&%s is refused', (options, sentence) => {
  const found = read(`#run&${options}`);
  expect(found && 'refusal' in found && found.refusal).toMatch(sentence);
});

test('whatever an address says is a run, no run or one sentence', () => {
  const name = fc.constantFrom('run', 'engine', 'particles', 'claim', '__proto__', 'x');
  const value = fc.oneof(
    fc.string(),
    fc.constantFrom('cpu', 'gpu', '64', '1e9', '-1', 'NaN', 'relu', '%zz', 'relu,'),
  );
  const pairs = fc.array(
    fc.tuple(name, value).map(([key, text]) => `${key}=${text}`),
    { maxLength: 4 },
  );
  fc.assert(
    fc.property(pairs, (options) => {
      const found = read(`#run&${options.join('&')}`)!;
      if ('refusal' in found) expect(found.refusal).toMatch(/^[^\n]{5,200}\.$/);
      else {
        expect([null, 'cpu', 'gpu']).toContain(found.engine);
        for (const id of found.ids ?? []) expect(CLAIMS).toContain(id);
        if (found.particles) expect(Number(found.particles)).toBeGreaterThanOrEqual(64);
      }
    }),
    { seed: 3 },
  );
});
