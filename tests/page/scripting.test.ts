import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inSymbols } from '../../src/page/watch/reading';
import { hasSurface } from '../../src/page/watch/views';
import { PRESETS, type Preset } from '../../src/spec/presets';
import { parseSpec } from '../../src/spec/schema';
import { theoryOf } from '../../src/theory/theory';
import { some } from '../support/long';
import { contradictions, readHead } from './head';
import { choosePreset, type Site, startSite, text } from './open-page';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());

test('load, pause, step, result and finish', async () => {
  const { page, problems, close } = await site.open();
  const spec = {
    noise: { sigma: 1 },
    time: { steps: 256 },
    ensemble: { particles: 1000, seed: 's' },
    histogram: { bins: 64 },
  };
  expect(await page.evaluate(() => window.saddlescape.version)).toMatch(/^\d+\.\d+\.\d+/);
  await page.evaluate(() => window.saddlescape.pause());
  await page.evaluate((wanted) => window.saddlescape.load(wanted), spec);
  expect(await page.evaluate(() => window.saddlescape.spec)).toEqual(parseSpec(spec));
  await page.evaluate(() => window.saddlescape.step(3));
  await expect
    .poll(async () => (await page.evaluate(() => window.saddlescape.result())).steps)
    .toBe(3);
  const result = await page.evaluate(() => window.saddlescape.finish());
  expect(result.steps).toBe(256);
  expect(result.spec).toEqual(parseSpec(spec));
  expect(result.digest).toMatch(/^[0-9a-f]{64}$/);
  const { counts, below, above, nonFinite } = result.histogram;
  expect(counts.reduce((sum, count) => sum + count, 0) + below + above + nonFinite).toBe(1000);
  // The same spec again, in one go: the same integers, though this run was cut into other pieces.
  await page.evaluate((wanted) => window.saddlescape.load(wanted), spec);
  const again = await page.evaluate(() => window.saddlescape.finish());
  expect(again.digest).toBe(result.digest);
  expect(await page.evaluate(() => window.saddlescape.link)).toBe(page.url());
  expect(problems).toEqual([]);
  await close();
});

test('load of a bad spec rejects with the sentence and keeps what ran', async () => {
  const { page, close } = await site.open();
  const before = await page.evaluate(() => window.saddlescape.spec);
  const message = await page.evaluate(() =>
    window.saddlescape.load({ histogram: { min: 5, max: 2 } }).then(
      () => 'resolved',
      (error: Error) => error.message,
    ),
  );
  expect(message).toMatch(/^histogram\.max: 2 is not accepted/);
  expect(await page.evaluate(() => window.saddlescape.spec)).toEqual(before);
  await close();
});

/** What scripts may give by mistake. */
const GENERATED: unknown[] = fc.sample(
  fc.oneof(
    fc.double(),
    fc.double({ min: -2, max: 12 }),
    fc.integer(),
    fc.integer({ min: -5, max: 2000 }),
    fc.string(),
    fc.boolean(),
    fc.array(fc.integer(), { maxLength: 3 }),
    fc.dictionary(fc.string(), fc.integer(), { maxKeys: 2 }),
  ),
  { numRuns: 300, seed: 6 },
);

test('step, load and picture refuse what is no number or no spec in one sentence, and nothing changes', async () => {
  const { page, problems, close } = await site.open({ paused: true });
  const spec = { time: { steps: 1000 }, ensemble: { particles: 100 } };
  const outcomes = await page.evaluate(
    async ([wanted, generated]) => {
      const api = window.saddlescape;
      await api.load(wanted);
      api.pause();
      await api.step(3);
      const before = JSON.stringify(api.spec);
      const { steps } = await api.result();
      const loop: Record<string, unknown> = {};
      loop.loss = loop;
      const hostile: unknown[] = [
        ...[
          1.5,
          '3',
          Number.NaN,
          Infinity,
          -Infinity,
          0,
          -1,
          1e9,
          2 ** 53,
          1e300,
          null,
          true,
          [],
          [2],
          {},
          7n,
        ],
        ...[
          Symbol('x'),
          () => 1,
          new Date(0),
          { valueOf: () => 3 },
          { toJSON: () => undefined },
          loop,
        ],
        ...[
          JSON.parse('{"__proto__": {"noise": 1}}'),
          new Proxy({}, {}),
          'x'.repeat(1e5),
          new Float64Array(2),
        ],
      ];
      const sentenceOf = (call: () => Promise<unknown>) =>
        Promise.resolve()
          .then(call)
          .then(
            () => 'taken',
            (error: Error) => error.message,
          );
      const sentences: string[] = [];
      for (const value of hostile) {
        sentences.push(await sentenceOf(() => api.step(value as number)));
        sentences.push(
          await sentenceOf(() => api.picture((value === 1.5 ? 0.1 : value) as number)),
        );
        // An empty object, and what is one to JSON, is a spec of defaults.
        if (typeof value !== 'object' || Array.isArray(value) || value === loop || value === null)
          sentences.push(await sentenceOf(() => api.load(value)));
      }
      for (const value of generated) {
        const number = typeof value === 'number' ? value : Number.NaN;
        if (!(Number.isInteger(number) && number >= 1 && number <= 997))
          sentences.push(await sentenceOf(() => api.step(value as number)));
        if (!(number >= 0.25 && number <= 8))
          sentences.push(await sentenceOf(() => api.picture(value as number)));
        if (typeof value !== 'object') sentences.push(await sentenceOf(() => api.load(value)));
      }
      return {
        sentences,
        steps,
        after: (await api.result()).steps,
        same: JSON.stringify(api.spec) === before,
      };
    },
    [spec, GENERATED] as const,
  );
  for (const sentence of outcomes.sentences)
    expect(sentence).toMatch(
      /^(step\(count\)|picture\(ratio\)|spec|loss.*): .{1,90} is not accepted; give .+\.$/,
    );
  expect(outcomes.sentences).toContain(
    'step(count): 1000000000 is not accepted; give a whole number of at most 997, what is left of 1000.',
  );
  expect(outcomes).toMatchObject({ steps: 3, after: 3, same: true });
  expect(problems).toEqual([]);
  await close();
});

test('a step at the end of the run makes it one longer', async () => {
  const { page, close } = await site.open({ paused: true });
  const last = await page.evaluate(async () => {
    await window.saddlescape.load({ time: { steps: 2 }, ensemble: { particles: 10 } });
    return (await window.saddlescape.finish()).steps;
  });
  expect(last).toBe(2);
  await page.waitForFunction(
    () => document.querySelector('#play-button')!.textContent === 'Continue',
  );
  await page.click('#step-button');
  await expect.poll(() => page.evaluate(() => window.saddlescape.spec.time.steps)).toBe(3);
  await expect
    .poll(async () => (await page.evaluate(() => window.saddlescape.result())).steps)
    .toBe(3);
  await close();
});

test('continue makes the same run longer', async () => {
  const { page, close } = await site.open();
  const spec = { time: { steps: 128 }, ensemble: { particles: 500 } };
  await page.evaluate((wanted) => window.saddlescape.load(wanted), spec);
  await page.evaluate(() => window.saddlescape.finish());
  await page.click('#play-button');
  await page.waitForFunction(() =>
    /step 256/.test(document.querySelector('#numbers-list div')!.textContent!),
  );
  const long = await page.evaluate(() => window.saddlescape.result());
  expect(long.spec.time.steps).toBe(256);
  await page.evaluate((wanted) => window.saddlescape.load(wanted), {
    ...spec,
    time: { steps: 256 },
  });
  const whole = await page.evaluate(() => window.saddlescape.finish());
  expect(whole.digest).toBe(long.digest);
  await close();
});

/**
 * Law at the end of the run, by the name in the result document; null where the page has to say why
 * there is none.
 */
const LAWS: Record<string, string | null> = {
  trapped: 'student-t',
  critical: null,
  skewed: 'pearson-iv',
  correlated: 'inverse-gamma',
  uncorrelated: 'student-t',
  forays: 'log-normal',
  'coin-1': 'coin-tree',
  'coin-2': 'coin-tree',
  'coin-4': 'coin-tree',
  'coin-10': 'coin-tree',
  'coin-20': 'coin-tree',
  'coin-100': 'coin-tree',
  'coin-1000': 'coin-tree',
  diffusion: 'normal',
  escapes: null,
  minibatch: null,
  'smaller-step': null,
  'raw-steps': null,
  'too-much-noise': 'whole-steps',
  'gradient-descent': null,
  clustering: null,
  'saddle-point': 'normal',
  'shaken-0': null,
  'shaken-1': null,
  'shaken-2': null,
  relu: null,
  'svrg-landmark': 'inverse-gamma',
  'svrg-ratchet': null,
  perturbed: null,
  annealing: null,
  'heavy-ball': null,
  nesterov: null,
  'data-set': null,
  'linear-network': null,
  dimension: null,
  'local-maximum': 'coin-tree',
  'random-fibonacci': null,
  'annealed-minimum': 'normal',
  'momentum-minimum': 'normal',
  'monkey-saddle': null,
  octopus: null,
  'negative-curvature': 'normal',
  'adam-large-noise': null,
  'heavy-tails': null,
  'rmsprop-by-hand': null,
  'warm-up': null,
  adagrad: null,
  amsgrad: null,
  adamw: null,
  adai: null,
  'sign-sgd': null,
  clipping: null,
  sam: null,
  'weight-decay': null,
  langevin: null,
  'polyak-average': null,
  'anisotropic-noise': 'normal',
  regression: null,
  'rare-luck': null,
  'step-decay': null,
  reshuffling: null,
  rosenbrock: null,
  'tanh-network': null,
};

/** Words on the page that are not TRAPPED. */
const VERDICTS: Record<string, string> = {
  critical: 'CRITICAL',
  diffusion: 'CRITICAL',
  escapes: 'ESCAPES',
  minibatch: 'ESCAPES',
  'smaller-step': 'ESCAPES',
  'raw-steps': 'ESCAPES',
  'gradient-descent': '3 MINIMA',
  clustering: '3 MINIMA',
  'saddle-point': 'ESCAPES',
  'shaken-0': '2 MINIMA',
  'shaken-1': '1 MINIMUM',
  'shaken-2': '1 MINIMUM',
  relu: 'ESCAPES LATER',
  'svrg-landmark': 'ESCAPES LATER',
  'svrg-ratchet': 'ESCAPES',
  perturbed: 'ESCAPES',
  annealing: 'ESCAPES',
  'data-set': 'ESCAPES',
  'linear-network': 'ESCAPES',
  dimension: 'ESCAPES LATER',
  'random-fibonacci': 'ESCAPES',
  'monkey-saddle': 'NO MINIMUM',
  octopus: 'NOT KNOWN',
  'negative-curvature': 'ESCAPES LATER',
  'adam-large-noise': 'ESCAPES',
  'rmsprop-by-hand': 'NOT KNOWN',
  'warm-up': 'NOT KNOWN',
  adagrad: 'NOT KNOWN',
  amsgrad: 'NOT KNOWN',
  adamw: 'NOT KNOWN',
  adai: 'ESCAPES',
  sam: 'NOT KNOWN',
  'weight-decay': 'NOT KNOWN',
  langevin: 'NOT KNOWN',
  'polyak-average': 'NOT KNOWN',
  'anisotropic-noise': 'ESCAPES LATER',
  'rare-luck': 'NOT KNOWN',
  'step-decay': 'NOT KNOWN',
  reshuffling: 'NOT KNOWN',
  rosenbrock: 'NOT KNOWN',
  'tanh-network': 'NOT KNOWN',
};

/** Few particles: what is asked for is the law, its distance is for the statistics tests. */
const withFew = ({ spec }: Preset) => ({
  ...spec,
  ensemble: { ...spec.ensemble, particles: 64 },
});

test('every experiment of the menu has its law', () => {
  expect(PRESETS.map(({ id }) => id).sort(), 'a new preset needs its law here').toEqual(
    Object.keys(LAWS).sort(),
  );
  for (const preset of PRESETS) {
    const { law } = theoryOf(withFew(preset), preset.spec.time.steps);
    expect(law?.name ?? null, preset.id).toBe(LAWS[preset.id]);
  }
});

test('experiments of the menu run to their ends and have their laws and their verdicts', async () => {
  const { page, problems, close } = await site.open();
  for (const preset of some(PRESETS, 9)) {
    await choosePreset(page, preset.id);
    expect(await text(page, '#preset-sentence'), preset.id).toContain(preset.sentence);
    expect(await page.locator('#preset-expected').textContent()).toBe(preset.expected);
    // The code of landscapes comes when the first of them is run.
    await expect
      .poll(() => text(page, '#verdict-word'), { message: preset.id })
      .toBe(VERDICTS[preset.id] ?? 'TRAPPED');
    // The numbers are those of the run before until this one has some.
    await expect
      .poll(async () => contradictions(await readHead(page)), {
        message: `${preset.id}, at its start`,
      })
      .toEqual([]);
    // The code of landscapes may come after the first numbers.
    await expect
      .poll(() => page.locator('#landscape').isVisible(), { message: `${preset.id}: on its map` })
      .toBe(hasSurface(preset.spec));
    const few = withFew(preset);
    await page.evaluate((spec) => window.saddlescape.load(spec), few);
    const result = await page.evaluate(() => window.saddlescape.finish());
    expect(result.steps).toBe(preset.spec.time.steps);
    expect(result.theory?.law ?? null, preset.id).toBe(LAWS[preset.id]);
    await page.waitForFunction(
      (steps) =>
        document
          .querySelector('#numbers-list div')!
          .textContent!.includes(`step ${steps.toLocaleString('en')}`),
      result.steps,
    );
    const head = await readHead(page);
    expect(contradictions(head), `${preset.id}, at its end`).toEqual([]);
    expect(head.shares.map((share) => Math.round(share * few.ensemble.particles))).toEqual([
      few.ensemble.particles - result.escape.beyondNow,
      result.escape.beyondNow,
      result.escape.count,
    ]);
    if (hasSurface(preset.spec)) await page.click('#view-marginal');
    const theory = theoryOf(few, result.steps);
    if (theory.law)
      expect(await text(page, '#legend-theory')).toContain(inSymbols(theory.law.title));
    else expect(await text(page, '#takeaway'), preset.id).toContain(inSymbols(theory.reason!));
  }
  expect(problems).toEqual([]);
  await close();
});
