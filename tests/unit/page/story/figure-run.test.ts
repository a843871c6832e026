import { expect, test } from 'vitest';
import { createCpuEngine } from '../../../../src/engine/open';
import { FigureRun } from '../../../../src/page/story/figure-run';
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
    made.push(asked.noise.sigma);
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
