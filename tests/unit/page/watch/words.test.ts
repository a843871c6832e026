import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCpuEngine } from '../../../../src/engine/cpu/cpu-engine';
import { lossModel } from '../../../../src/models/registry';
import { place } from '../../../../src/page/shared/format';
import { horizonOf } from '../../../../src/page/watch/horizon';
import { areClose, modelHint } from '../../../../src/page/watch/model-hint';
import { agreementOf, type LawAgreement, Reader } from '../../../../src/page/watch/reading';
import { verdictWords } from '../../../../src/page/watch/verdict';
import { float32Limits } from '../../../../src/spec/float32-limits';
import { OPENING } from '../../../../src/spec/opening';
import { parseSpec } from '../../../../src/spec/schema';
import { radiusOf } from '../../../../src/spec/spec';
import { theoryOf } from '../../../../src/theory/theory';
import { knownTheoryOf } from '../../../support/known-theory';
import { repeats } from '../../../support/long';
import { anySpec } from '../../spec/any-spec';

const SEEDED = { seed: 20_261_128, numRuns: repeats(300) };

describe('a word that depends on trembling numbers', () => {
  const theory = { law: { name: 'student-t' } as never, settled: true, relaxationTime: 8 };
  const walk = (ratios: readonly number[]) => {
    let last: LawAgreement | undefined;
    return ratios.map((ratio) => {
      last = agreementOf(
        theory,
        { ks: ratio, band: 1, confidence: 0.99 },
        { inSight: 1, time: 0 },
        last,
      );
      return last;
    });
  };

  it('says agrees only inside of the band, and differs only outside', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 3, noNaN: true }), { maxLength: 40 }),
        (ratios) => {
          walk(ratios).forEach((word, i) => {
            if (word === 'agrees') expect(ratios[i]).toBeLessThanOrEqual(1);
            if (word === 'differs') expect(ratios[i]).toBeGreaterThan(1);
          });
        },
      ),
      SEEDED,
    );
  });

  it('stands still while the distance trembles by a tenth around any place', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 3, noNaN: true }),
        fc.array(fc.double({ min: 0.9, max: 1.1, noNaN: true }), {
          minLength: 100,
          maxLength: 100,
        }),
        (middle, factors) => {
          const words = walk(factors.map((factor) => factor * middle));
          const changes = words.filter((word, i) => i > 0 && word !== words[i - 1]).length;
          expect(changes).toBeLessThanOrEqual(2);
        },
      ),
      SEEDED,
    );
  });

  it('changes three times at most in a run that is looked at 100 times', async () => {
    for (const seed of ['1', '2']) {
      const spec = parseSpec({
        time: { dt: 0.004, steps: 20_000 },
        ensemble: { particles: 512, seed },
      });
      const reader = new Reader((one) => float32Limits(one)[0]);
      const ensemble = await createCpuEngine('fastest').create(spec);
      const words: LawAgreement[] = [];
      for (let step = 200; step <= 20_000; step += 200) {
        await ensemble.advance(step);
        const sample = {
          run: 1,
          particles: 512,
          all: 512,
          counts: await ensemble.count(),
          quantiles: [],
          plane: null,
        };
        const rest = { ends: spec.histogram, particleStepsPerSecond: 0, preview: false };
        const { agreement } = reader.read(spec, { ...sample, ...rest });
        if (agreement !== words.at(-1)) words.push(agreement);
      }
      expect(words.length, words.join(' ')).toBeLessThanOrEqual(4);
      expect(words[0]).toBe('settling');
      expect(words).toContain('agrees');
    }
  });

  it('does not agree by chance before theory says that the run is long enough, nor with an empty picture', () => {
    const near = { ks: 0, band: 0.02, confidence: 0.99 } as const;
    const early = { ...theory, settled: false };
    expect(agreementOf(early, near, { inSight: 1, time: 8 })).toBe('settling');
    expect(agreementOf(early, near, { inSight: 1, time: 60 })).toBe('agrees');
    expect(agreementOf(early, { ...near, ks: 0.03 }, { inSight: 1, time: 60 })).toBe('settling');
    expect(agreementOf(theory, near, { inSight: 0.04, time: 60 })).toBe('unseen');
  });
});

describe('the sentence about the limit of small steps', () => {
  it('says close only of rates that are within 5 % and of one sign', () => {
    fc.assert(
      fc.property(anySpec, (spec) => {
        if (!/close/.test(modelHint(spec))) return;
        const { lyapunovExponentPerTime: steps, sdeGrowthRate: sde } = knownTheoryOf(spec, 1);
        expect(Math.sign(steps)).toBe(Math.sign(sde));
        expect(Math.abs(steps - sde)).toBeLessThanOrEqual(
          0.05 * Math.abs(sde) + 1e-4 * Math.abs(steps),
        );
      }),
      SEEDED,
    );
  });

  it('gives both rates where they differ', () => {
    // 1,000 units of noise of 20 in steps of 0.001: factors of 0.6, which escape where their limit
    // traps.
    const spec = parseSpec({ noise: { sigma: 1000 }, time: { dt: 0.001 } });
    expect(modelHint(spec)).toMatch(/growth rate \+.* for these steps, −.* in the limit dt → 0/);
    expect(areClose(3.6, -190)).toBe(false);
    expect(areClose(-1.01, -1)).toBe(true);
    expect(areClose(Number.NEGATIVE_INFINITY, null)).toBe(false);
  });
});

describe('the horizon of a run', () => {
  it('is passed by the specs whose word is ESCAPES, and not by those that escape later', () => {
    fc.assert(
      fc.property(anySpec, (spec) => {
        const theory = theoryOf(spec, 1);
        const { later, sentence } = horizonOf(spec, theory, null);
        expect(sentence).not.toMatch(/NaN|undefined|Infinity|∞|−/);
        const { word } = verdictWords(spec, theory, null);
        if (word === 'ESCAPES LATER' || word === 'TRAPPED LATER')
          expect(verdictWords(spec, theory, null).tone).toBe('critical');
        if (later) expect(sentence).toMatch(/this run has|Nothing moves/);
        // A run that ended with most of its particles inside is not called one that escapes; a
        // network has its minima there.
        const leaves =
          theory.verdict === 'escapes' &&
          radiusOf(spec) !== null &&
          'a' in spec.loss &&
          lossModel(spec.loss).slopes !== 'product';
        if (leaves) expect(horizonOf(spec, theory, 0.1).later).toBe(true);
      }),
      SEEDED,
    );
  });

  it('says how long annealing takes, though no number holds it', () => {
    const spec = parseSpec({ optimizer: { schedule: 'inverse-time' }, time: { steps: 80_000 } });
    const { word, horizon } = verdictWords(spec, theoryOf(spec, 1), null);
    expect(word).toBe('ESCAPES LATER');
    expect(horizon).toMatch(/about 10⁹⁹\d steps|about 10¹⁰⁰⁰ steps/);
  });

  const typical = [
    ['a saddle with weak noise', { noise: { sigma: 0.5 }, time: { dt: 0.01, steps: 1 } }],
    [
      'additive noise from the saddle',
      { noise: { sigma: 0 }, start: { kind: 'point', x: [0] }, time: { dt: 0.01, steps: 1 } },
    ],
    ['whole steps', { noise: { tau: 0 }, time: { dt: 1, steps: 1 } }],
    [
      'shrinking steps',
      {
        noise: { sigma: 0.5, tau: 0 },
        optimizer: { schedule: 'inverse-time', learningRate: 0.5 },
        time: { dt: 1, steps: 1 },
      },
    ],
    [
      'a ridge',
      {
        loss: { kind: 'relu-saddle', a: [1] },
        noise: { sigma: 0.5, tau: 0 },
        time: { dt: 0.01, steps: 1 },
      },
    ],
    [
      'momentum',
      {
        loss: { a: [0.1] },
        noise: { sigma: 0.2, tau: 0 },
        optimizer: { kind: 'heavy-ball', learningRate: 0.1, beta: 0.9 },
        time: { dt: 1, steps: 1 },
      },
    ],
  ] as const;
  it.each(typical)('gives the time at which half are beyond the radius: %s', async (_, partial) => {
    const spec = parseSpec({ ...partial, ensemble: { particles: 2000 } });
    const { sentence } = horizonOf(spec, theoryOf(spec, 1), null);
    const steps = Number(/about ([\d,]+) steps/.exec(sentence)![1].replaceAll(',', ''));
    const ensemble = await createCpuEngine().create(spec);
    const beyond = async (step: number) => {
      await ensemble.advance(Math.ceil(step));
      return (await ensemble.count()).beyond / 2000;
    };
    expect(await beyond(0.6 * steps), sentence).toBeLessThan(0.5);
    expect(await beyond(1.6 * steps), sentence).toBeGreaterThan(0.5);
  });

  it('does not time steps that depend on x next to the saddle', () => {
    const spec = parseSpec({ optimizer: { kind: 'sign-sgd' }, start: { kind: 'point', x: [0.5] } });
    expect(verdictWords(spec, theoryOf(spec, 1), null)).toMatchObject({
      word: 'ESCAPES',
      why: expect.stringMatching(/^Far out, .* grows by 0\.0126 a step on average\.$/),
      horizon: expect.stringMatching(/^The time to leave is not known; this run has /),
    });
  });

  it('says of a trap how much of it lies beyond the radius, and of a far start that it comes back later', () => {
    const spec = parseSpec({});
    expect(verdictWords(spec, theoryOf(spec, 1), null)).toMatchObject({
      word: 'TRAPPED',
      horizon: expect.stringMatching(/beyond R = 10 come back: in the long run 17\.0 %/),
    });
    const far = parseSpec({ start: { kind: 'point', x: [1e9] }, time: { dt: 0.001, steps: 100 } });
    expect(verdictWords(far, theoryOf(far, 1), null).word).toBe('TRAPPED LATER');
  });
});

it('names a place at which particles are frozen, and never gives it as a value', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true }), (x) => {
      expect(/beyond/.test(place(x))).toBe(Math.abs(x) >= 1e30);
    }),
    SEEDED,
  );
  expect([place(Math.fround(1e30)), place(-Math.fround(1e30)), place(2.5)]).toEqual([
    'beyond 10³⁰',
    'beyond −10³⁰',
    '2.5',
  ]);
});

it('the opening run, which is shown before its limits are loaded, has none', () => {
  expect(float32Limits(parseSpec(OPENING))).toEqual([]);
});
