import { expect, test } from 'vitest';
import type { Ensemble } from '../../../../src/engine/engine';
import { createCpuEngine } from '../../../../src/engine/open';
import { startValues } from '../../../../src/page/story/figure';
import { FigureRun } from '../../../../src/page/story/figure-run';
import { STORY_FIGURES } from '../../../../src/page/story/figures';
import type { Side } from '../../../../src/page/story/moment';
import { noiseAt } from '../../../../src/spec/listed-noise';
import { parseSpec } from '../../../../src/spec/schema';
import type { Spec } from '../../../../src/spec/spec';

const spec = (sigma: number) =>
  parseSpec({
    noise: { sigma, tau: 0 },
    time: { dt: 1, steps: 8 },
    ensemble: { particles: 64 },
  });

test('runs that have ended stay where others are added, and those under way do not', async () => {
  const engine = createCpuEngine();
  const made: number[] = [];
  const create = engine.create.bind(engine);
  engine.create = (asked: Spec, options) => {
    made.push(noiseAt(asked.noise, 0).sigma);
    return create(asked, options);
  };
  const first = await FigureRun.begin(engine, [spec(1), spec(2)], { keeps: true });
  await first.advance(1);
  const [one] = (await first.moment(false)).sides;
  const second = await FigureRun.begin(engine, [spec(1), spec(3)], { keeps: true }, first);
  expect(made).toEqual([1, 2, 3]);
  await second.advance(0.5);
  const third = await FigureRun.begin(engine, [spec(1), spec(3)], { keeps: true }, second);
  expect(made).toEqual([1, 2, 3, 3]);
  await third.advance(1);
  const { sides } = await third.moment(false);
  expect(sides[0]).toEqual(one);
  expect(sides.map(({ step }) => step)).toEqual([8, 8]);
  third.destroy();
});

/** How often each question was put to the ensembles of an engine. */
type Calls = Record<(typeof QUESTIONS)[number], number>;
const QUESTIONS = ['advance', 'count', 'quantiles', 'read'] as const;

/** Counts the calls, and refuses one while another of the same ensemble is pending. */
function watched(ensemble: Ensemble, calls: Calls): Ensemble {
  let pending = '';
  for (const question of QUESTIONS) {
    const own = (ensemble[question] as (...given: unknown[]) => Promise<unknown>).bind(ensemble);
    const asked = async (...given: unknown[]) => {
      if (pending) throw new Error(`${question} is called while ${pending} is pending`);
      pending = question;
      calls[question]++;
      const answer = await own(...given);
      pending = '';
      return answer;
    };
    Object.assign(ensemble, { [question]: asked });
  }
  return ensemble;
}

test.each(Object.keys(STORY_FIGURES))(
  'a moment of %s counts and sorts particles only where it is wanted, and nothing else is shown',
  async (name) => {
    const figure = await STORY_FIGURES[name]();
    const values = startValues(figure);
    const few = figure
      .runs(values)
      .map((one) =>
        parseSpec({ ...one, time: { ...one.time, steps: 4 }, ensemble: { particles: 64 } }),
      );
    const { wants = {} } = figure;
    const engine = createCpuEngine();
    const calls: Calls = { advance: 0, count: 0, quantiles: 0, read: 0 };
    const create = engine.create.bind(engine);
    engine.create = async (...asked) => watched(await create(...asked), calls);
    const run = await FigureRun.begin(engine, few, wants);
    await run.advance(0.5);
    await run.moment(false);
    expect(calls).toMatchObject({
      count: wants.counts ? few.length : 0,
      quantiles: wants.quantiles ? few.length : 0,
    });
    await run.advance(1);
    const moment = await run.moment(true);
    run.destroy();
    const unwanted: (keyof Side)[] = [
      ...(wants.counts ? [] : (['counted'] as const)),
      ...(wants.quantiles ? [] : (['quantiles'] as const)),
    ];
    const sides = moment.sides.map(
      (side) =>
        new Proxy(side, {
          get(of, field: keyof Side) {
            if (unwanted.includes(field)) throw new Error(`${name} shows ${field}, unwanted`);
            return of[field];
          },
        }),
    );
    const shown = { values, moment: { ...moment, sides } };
    expect(figure.draw(shown, { width: 640, height: 400 })).not.toEqual([]);
    expect(figure.sentence(shown)).toMatch(/\.$/);
  },
);
