import { describe, expect, it } from 'vitest';
import { createCpuEngine } from '../../src/engine/cpu/cpu-engine';
import { rangeFor } from '../../src/page/watch/follow-range';
import { SHOWN_PROBABILITIES } from '../../src/page/watch/live/live-protocol';
import { Reader, type Reading } from '../../src/page/watch/reading';
import { verdictWords } from '../../src/page/watch/verdict';
import { float32Limits } from '../../src/spec/float32-limits';
import { noiseAt } from '../../src/spec/listed-noise';
import { type Act, PRESETS, type Promised } from '../../src/spec/presets';
import { parseSpec } from '../../src/spec/schema';
import { nextSeed } from '../../src/spec/seed';
import { dimensionOf, type Spec, withEnds } from '../../src/spec/spec';
import { criticalShake, SKEWED_VALLEY } from '../../src/theory/surfaces/double-well';
import { surfaceOf } from '../../src/theory/surfaces/spec-surface';
import { sigmaThresholds } from '../../src/theory/theory';
import { knownTheoryOf } from '../support/known-theory';
import { Z_ALPHA } from '../support/tolerances';

/**
 * Does what the "Try" of every preset says, on fewer particles, and reads what the page would say
 * of it.
 */

const WORK = 1e7;
const most = (steps: number) => Math.round(Math.min(8192, Math.max(256, WORK / steps)));

interface Ended {
  reading: Reading;
  word: string;
  x: Float32Array;
  y: Float32Array;
  left: Uint32Array;
}

function afterActs(spec: Spec, acts: readonly Act[]): Spec {
  const draft = structuredClone(spec) as unknown as Record<string, unknown>;
  for (const act of acts) {
    if ('set' in act) {
      const path = act.set.split(/[.[\]]+/).filter(Boolean);
      let place = draft;
      for (const key of path.slice(0, -1)) place = place[key] as Record<string, unknown>;
      expect(place, `${act.set} is a field`).toHaveProperty(path.at(-1)!);
      place[path.at(-1)!] = act.to;
    } else if (act.press === 'step') (draft.time as { steps: number }).steps += 1;
    else if (act.press === 'seed')
      (draft.ensemble as { seed: string }).seed = nextSeed(
        (draft.ensemble as { seed: string }).seed,
      );
  }
  return parseSpec(draft);
}

/**
 * The run as the page has it on the screen in the end, its picture taken to where the run has gone.
 */
async function end(asked: Spec): Promise<Ended> {
  const particles = most(asked.time.steps);
  const spec = { ...asked, ensemble: { ...asked.ensemble, particles } };
  const run = async (its: Spec): Promise<Ended> => {
    const ensemble = await createCpuEngine('fastest').create(its);
    await ensemble.advance(its.time.steps);
    const sample = {
      run: 1,
      particles,
      all: particles,
      ends: its.histogram,
      counts: await ensemble.count(),
      quantiles: await ensemble.quantiles(SHOWN_PROBABILITIES),
      plane: null,
      particleStepsPerSecond: 0,
      preview: false,
    };
    const reading = new Reader((one) => float32Limits(one)[0]).read(its, sample);
    return {
      reading,
      word: verdictWords(its, reading.theory, reading.escaped.share).word,
      x: await ensemble.read(particles, its.histogram.coordinate),
      y: dimensionOf(its) > 1 ? await ensemble.read(particles, 1) : new Float32Array(0),
      left: await ensemble.readEscapeSteps(particles),
    };
  };
  const ended = await run(spec);
  if (outside(ended) <= 2 / 3) return ended;
  const range = rangeFor(spec.histogram, ended.x);
  return range ? run(withEnds(spec, range)) : ended;
}

const outside = ({ reading: { sample } }: Ended) =>
  (sample.counts.below + sample.counts.above) / sample.particles;
const sorted = (values: Iterable<number>) => Float64Array.from(values).sort();
const median = (values: Iterable<number>) => {
  const all = sorted(values);
  return all[all.length >> 1];
};
const share = (values: Float32Array, event: (value: number, i: number) => boolean) =>
  values.reduce((sum, value, i) => sum + (event(value, i) ? 1 : 0), 0) / values.length;
const bars = ({ reading }: Ended) =>
  Array.from(reading.sample.counts.counts).filter((count) => count > 0);
const spread = (values: Iterable<number>) => {
  const all = sorted(values);
  return all[Math.floor(0.75 * all.length)] - all[Math.floor(0.25 * all.length)];
};
const saddleOf = (spec: Spec) => {
  const saddles = surfaceOf(spec)!.points.filter(({ kind }) => kind === 'saddle');
  return saddles.reduce((one, other) =>
    Math.hypot(one.x + 0.36, one.y - 0.43) < Math.hypot(other.x + 0.36, other.y - 0.43)
      ? one
      : other,
  );
};

/** Of all particles, by the name that a promise gives. Those that are shares tremble. */
const READS: Record<string, (ended: Ended) => number | string | Promise<number>> = {
  word: ({ word }) => word,
  law: ({ reading }) => reading.theory.law?.name ?? 'none',
  agreement: ({ reading }) => reading.agreement,
  'tail index': ({ reading }) => reading.theory.tailIndex ?? Number.NaN,
  sigma: ({ reading }) => noiseAt(reading.spec.noise, 0).sigma,
  threshold: ({ reading: { spec } }) =>
    sigmaThresholds(spec, spec.histogram.coordinate).steps[0] ?? Number.NaN,
  'critical shake': () => criticalShake(SKEWED_VALLEY.slope)!,
  'median x': ({ x }) => median(x),
  'median y': ({ y }) => median(y),
  'median |x|': ({ x }) => median(x.map(Math.abs)),
  'log10 median |x|': ({ x }) => Math.log10(median(x.map(Math.abs))),
  'median of x y': ({ x, y }) => median(x.map((value, i) => value * y[i])),
  'largest x': ({ x }) => Math.max(...x),
  'spread of x': ({ x }) => spread(x),
  'spread of ln |x|': ({ x }) => spread(Array.from(x, (value) => Math.log(Math.abs(value)))),
  'standard deviation': ({ x }) =>
    Math.sqrt(x.reduce((sum, value) => sum + value * value, 0) / x.length),
  'share x > 0': ({ x }) => share(x, (value) => value > 0),
  'share |x| < 1': ({ x }) => share(x, (value) => Math.abs(value) < 1),
  'share |x| < 0.1': ({ x }) => share(x, (value) => Math.abs(value) < 0.1),
  'share in 2.2 < x < 3.2': ({ x }) => share(x, (value) => value > 2.2 && value < 3.2),
  'share y < -3': ({ y }) => share(y, (value) => value < -3),
  'share left of the saddle': ({ x, reading }) => {
    const place = saddleOf(reading.spec).x;
    return share(x, (value) => value < place);
  },
  outside,
  bars: (ended) => bars(ended).length,
  'smallest bar': (ended) => Math.min(...bars(ended)) / ended.x.length,
  'largest bar': (ended) => Math.max(...bars(ended)) / ended.x.length,
  escaped: ({ reading }) => reading.escaped.share,
  'median step of leaving': ({ left }) =>
    median(Array.from(left, (step) => step || Number.MAX_VALUE)),
  minima: ({ reading }) =>
    surfaceOf(reading.spec)!.points.filter(({ kind }) => kind === 'minimum').length,
  'saddle x': ({ reading }) => saddleOf(reading.spec).x,
  'saddle y': ({ reading }) => saddleOf(reading.spec).y,
  'growth over that of SGD': ({ reading: { spec } }) => {
    const sgd = parseSpec({ ...spec, optimizer: { learningRate: spec.optimizer.learningRate } });
    return knownTheoryOf(spec, 1).lyapunovExponent / knownTheoryOf(sgd, 1).lyapunovExponent;
  },
  'median x over that of gradient descent': async ({ reading: { spec }, x }) => {
    const gd = parseSpec({
      ...spec,
      optimizer: { kind: 'gd', learningRate: spec.optimizer.learningRate },
    });
    return median(x) / median((await end(gd)).x);
  },
};

/** A share of particles is known to this; what is exact, or given by theory, to nothing. */
function chance(read: string, is: number, particles: number): number {
  const counted = /^(share|outside|smallest bar|largest bar|escaped)/.test(read);
  return counted ? Z_ALPHA * Math.sqrt((is * (1 - is)) / particles) : 0;
}

/** What is wrong with a promise, or nothing. */
async function broken(promised: Promised, ended: Ended, before: Ended): Promise<string[]> {
  const { read, is, within = 0, over, under, times } = promised;
  const value = await READS[read](ended);
  const wrong: string[] = [];
  const demand = (good: boolean, what: string) =>
    good || wrong.push(`${read}: ${value}, promised ${what}`);
  if (typeof is === 'string') demand(value === is, is);
  else if (is !== undefined) {
    const tolerance = within * (1 + 1e-6) + chance(read, is, ended.x.length);
    demand(Math.abs(Number(value) - is) <= tolerance, `${is} within ${tolerance}`);
  }
  if (over !== undefined) demand(Number(value) > over, `over ${over}`);
  if (under !== undefined) demand(Number(value) < under, `under ${under}`);
  if (times) {
    const ratio = Number(value) / Number(await READS[read](before));
    demand(
      !(ratio <= (times.over ?? Number.NEGATIVE_INFINITY)),
      `over ${times.over} times, is ${ratio} times`,
    );
    demand(
      !(ratio >= (times.under ?? Number.POSITIVE_INFINITY)),
      `under ${times.under} times, is ${ratio} times`,
    );
    demand(!Number.isNaN(ratio), 'a ratio');
  }
  return wrong;
}

/** Numbers that a text has, without signs. */
const numbersIn = (text: string) => (text.match(/\d+(\.\d+)?/g) ?? []).map(Number);
/** Shares are also said as percentages and as one of so many. */
const waysToSay = (value: number) => [value, 100 * value, 1 / value, 1 / (1 - value)];

describe.each(PRESETS)('$id', ({ spec, tryThis, follow }) => {
  it('does what its Try says, in sight', async () => {
    expect(follow.length, 'a Try is followed').toBeGreaterThan(0);
    const before = await end(spec);
    const wrong: string[] = [];
    const look = (what: string, ended: Ended) => {
      const { agreement, theory } = ended.reading;
      const out = outside(ended);
      if (out > 2 / 3) wrong.push(`${what}: ${100 * out} % are outside of the picture`);
      if (agreement === 'unseen') wrong.push(`${what}: nothing in sight`);
      if (theory.law?.name === 'coin-tree' && out > 1e-3)
        wrong.push(`${what}: atoms outside, ${100 * out} %`);
    };
    look('as it is', before);
    for (const { acts, shows } of follow) {
      const ended = await end(afterActs(spec, acts));
      const what = JSON.stringify(acts);
      look(what, ended);
      expect(shows.length, what).toBeGreaterThan(0);
      for (const promised of shows)
        wrong.push(...(await broken(promised, ended, before)).map((one) => `${what}: ${one}`));
    }
    expect(wrong).toEqual([]);
  });

  it('has no number in its Try that is neither set nor read', () => {
    const followed = numbersIn(JSON.stringify(follow)).flatMap(waysToSay);
    const said = tryThis
      .replaceAll(',000', '000')
      .replace('1,500', '1500')
      .replace('root of 2 a', '')
      .replace('w0 w1', '');
    for (const number of numbersIn(said))
      expect(
        followed.some((one) => Math.abs(one - number) < 1e-9 * Math.max(1, number)),
        `${number} of "${tryThis}"`,
      ).toBe(true);
  });
});
