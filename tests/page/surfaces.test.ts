import { describe, expect, test } from 'vitest';
import {
  lossKinds,
  noiseLaws,
  noiseModel,
  type OptimizerKind,
  optimizerKinds,
  optimizerModel,
} from '../../src/models/registry';
import { projectionOf, turned, zoomed } from '../../src/page/landscape/camera';
import { contourLines, evenLevels } from '../../src/page/landscape/contour-lines';
import { countMarks, countScale, rampPlace } from '../../src/page/landscape/count-scale';
import { MESH_CELLS, meshCounts, meshOf } from '../../src/page/landscape/mesh';
import { nearness, sharesOf } from '../../src/page/landscape/shares';
import { sharesSentence, surfaceVerdict } from '../../src/page/landscape/surface-words';
import { Trails } from '../../src/page/landscape/trails';
import {
  plainLearningRate,
  withLaw,
  withLoss,
  withOptimizer,
} from '../../src/page/shared/change-kind';
import { STRATEGIES } from '../../src/page/watch/strategies';
import { hasSurface } from '../../src/page/watch/views';
import { PRESETS } from '../../src/spec/presets';
import { parseSpec } from '../../src/spec/schema';
import { betaOf } from '../../src/spec/spec';
import { stationaryPoints } from '../../src/theory/surfaces/landscape';
import { surfaceOf } from '../../src/theory/surfaces/spec-surface';

/** The parts of landscapes and methods that need no browser. */

const SPECS = [
  {},
  { loss: { kind: 'relu-saddle' } },
  { loss: { a: [1, -1] } },
  { loss: { kind: 'relu-saddle', a: [-1, 0.65] } },
  { loss: { a: [1, 1] } },
  { loss: { a: [-1, -2] } },
  { loss: { a: [0, 1] } },
  { loss: { a: [1, -1, -1] } },
  { loss: { kind: 'double-well' } },
  { loss: { kind: 'double-well' }, noise: { shake: 0 } },
  { loss: { kind: 'spike-and-wells' }, noise: { shake: 0.3 } },
  { loss: { kind: 'spike-and-wells' }, noise: { shake: 0.5, law: 'two-point' } },
  { loss: { kind: 'linear-network' } },
  { loss: { kind: 'linear-network', a: [-2] } },
  { loss: { kind: 'linear-network', depth: 3 } },
].map((spec) => parseSpec(spec));

describe('surfaceOf', () => {
  test('exists where the page expects it, and its places have no slope', () => {
    for (const spec of SPECS) {
      const surface = surfaceOf(spec);
      const name = JSON.stringify([spec.loss, spec.noise.shake]);
      expect(surface !== null, name).toBe(hasSurface(spec));
      if (!surface) continue;
      const { window, points, averaged, atRest } = surface;
      for (const { x, y, value, kind } of points) {
        const shown = averaged ?? atRest;
        expect(Math.hypot(...shown.gradient(x, y)), `${name} ${kind}`).toBeLessThan(1e-8);
        expect(shown.value(x, y)).toBeCloseTo(value, 9);
        expect(x >= window.x[0] && x <= window.x[1] && y >= window.y[0] && y <= window.y[1]).toBe(
          true,
        );
      }
    }
  });

  test('the gradient is that of the value', () => {
    const step = 1e-5;
    for (const spec of SPECS) {
      const found = surfaceOf(spec);
      for (const surface of found
        ? [found.atRest, ...(found.averaged ? [found.averaged] : [])]
        : [])
        for (const [x, y] of [
          [0.7, -1.3],
          [-1.1, 0.4],
        ]) {
          const [alongX, alongY] = surface.gradient(x, y);
          const differenceX =
            (surface.value(x + step, y) - surface.value(x - step, y)) / (2 * step);
          const differenceY =
            (surface.value(x, y + step) - surface.value(x, y - step)) / (2 * step);
          expect(alongX).toBeCloseTo(differenceX, 6);
          expect(alongY).toBeCloseTo(differenceY, 6);
        }
    }
  });

  test('shaking the double well above 0.7156 leaves one minimum of two', () => {
    const count = (shake: number) => {
      const { points } = surfaceOf(parseSpec({ loss: { kind: 'double-well' }, noise: { shake } }))!;
      return points.filter(({ kind }) => kind === 'minimum').length;
    };
    expect([0, 0.7155, 0.7157, 2].map(count)).toEqual([2, 2, 1, 1]);
    const { points } = surfaceOf(
      parseSpec({ loss: { kind: 'double-well' }, noise: { shake: 1 } }),
    )!;
    expect(points[0].x).toBeCloseTo(1.76882808584921, 10);
  });

  test('finds the same places as a search from every start', () => {
    for (const shake of [0, 0.2, 0.5, 0.8, 1.2, 1.6, 2.5]) {
      const spec = parseSpec({ loss: { kind: 'spike-and-wells' }, noise: { shake } });
      const { points, averaged, atRest } = surfaceOf(spec)!;
      const all = stationaryPoints(averaged ?? atRest, -4, 4).filter(
        ({ kind, curvatures }) =>
          kind !== 'maximum' && Math.max(...curvatures.map(Math.abs)) > 0.01,
      );
      const places = (list: typeof points) =>
        list.map(({ kind, x, y }) => [kind, x.toFixed(6), y.toFixed(6)]);
      expect(places(points), `shake ${shake}`).toEqual(places(all));
    }
  });

  test('the three wells and two saddles of spike and wells', () => {
    const { points, averaged } = surfaceOf(
      parseSpec({ loss: { kind: 'spike-and-wells' }, noise: { shake: 0 } }),
    )!;
    expect(averaged).toBeNull();
    expect(points.map(({ kind }) => kind).sort()).toEqual([
      'minimum',
      'minimum',
      'minimum',
      'saddle',
      'saddle',
    ]);
    expect(points[0]).toMatchObject({
      x: expect.closeTo(2.4976, 3),
      y: expect.closeTo(-0.9976, 3),
    });
  });
});

test.each([
  [0, 'Nothing shakes the surface'],
  [0.5, 'Averaged over shakes of 0.5 the surface is the same one'],
])('a monkey saddle shaken by %d has no minimum', (shake, why) => {
  const spec = parseSpec({ loss: { kind: 'monkey-saddle' }, noise: { shake } });
  const verdict = surfaceVerdict(spec, surfaceOf(spec)!, 0)!;
  expect(verdict.word).toBe('NO MINIMUM');
  expect(verdict.why).toContain(why);
});

describe('shares', () => {
  const surface = surfaceOf(parseSpec({ loss: { kind: 'double-well' }, noise: { shake: 0.5 } }))!;
  test('add up to 1, and particles at a place count as near it', () => {
    const bins = 96;
    const counts = new Uint32Array(bins * bins + 1);
    const { x, y } = surface.points[0];
    const column = Math.floor(((x + 2) / 6) * bins);
    const row = Math.floor(((y + 4) / 8) * bins);
    counts[row * bins + column] = 60;
    counts[0] = 30;
    counts[bins * bins] = 10;
    const window = { ...surface.window, bins };
    const plane = { run: 0, step: 1, particles: 100, each: 1, window, counts };
    const shares = sharesOf(surface, plane);
    expect(shares.near[0].share).toBeCloseTo(0.6, 12);
    expect(shares.elsewhere).toBeCloseTo(0.3, 12);
    expect(shares.outside).toBeCloseTo(0.1, 12);
    expect(sharesSentence(shares)).toMatch(
      /^60\.0 % of the particles within .* of the minimum at \(.*\); 30\.0 % elsewhere, 10\.0 % outside of the picture\.$/,
    );
    expect(meshCounts(counts, bins).reduce((sum, count) => sum + count, 0)).toBe(90);
  });

  test('no particle is near two places', () => {
    const radius = nearness(surface);
    expect(radius).toBeGreaterThan(0);
    for (const [i, one] of surface.points.entries())
      for (const other of surface.points.slice(0, i))
        expect(Math.hypot(one.x - other.x, one.y - other.y)).toBeGreaterThanOrEqual(2 * radius);
  });
});

test('counts as colours: one particle is seen, the highest is at the end, marks lie on the bar', () => {
  for (const kind of ['linear', 'log'] as const)
    for (const highest of [1, 3, 17, 999, 1000, 31_415]) {
      const scale = countScale(kind, highest);
      expect(scale.top).toBeGreaterThanOrEqual(highest);
      expect(rampPlace(scale, 1)).toBeGreaterThanOrEqual(0);
      expect(rampPlace(scale, scale.top)).toBe(1);
      for (const mark of countMarks(scale))
        if (mark > 0) expect(rampPlace(scale, mark)).toBeLessThanOrEqual(1);
      expect(countScale(kind, highest * 0.9, scale), 'a scale that serves is kept').toEqual(scale);
    }
});

test('lines of equal height lie where the surface has that height', () => {
  const { atRest, window } = surfaceOf(
    parseSpec({ loss: { kind: 'double-well' }, noise: { shake: 0 } }),
  )!;
  const levels = evenLevels(atRest, window, 5);
  expect(levels).toHaveLength(5);
  for (const level of levels) {
    const rings = contourLines(atRest, window, [level]);
    expect(rings.length).toBeGreaterThan(0);
    for (const ring of rings)
      for (let i = 0; i < ring.length; i += 2) {
        const [u, v] = [ring[i], ring[i + 1]];
        // Along the edge a line closes outside of the picture.
        if (u < 0.02 || u > 0.98 || v < 0.02 || v > 0.98) continue;
        const [slopeX, slopeY] = atRest.gradient(-2 + 6 * u, -4 + 8 * v);
        const cell = Math.abs(slopeX) * (6 / 119) + Math.abs(slopeY) * (8 / 119) + 0.02;
        expect(Math.abs(atRest.value(-2 + 6 * u, -4 + 8 * v) - level)).toBeLessThan(cell);
      }
  }
});

test('the camera keeps the whole box in the picture, turns all the way and stops at its limits', () => {
  let camera = { azimuth: 30, elevation: 40, zoom: 1 };
  for (let i = 0; i < 24; i++) {
    camera = turned(camera, 15, 0);
    const { x, y } = projectionOf(camera, 600, 300);
    for (const u of [-1, 1])
      for (const v of [-1, 1])
        for (const w of [0, 1.1]) {
          expect(x(u, v)).toBeGreaterThan(0);
          expect(x(u, v)).toBeLessThan(600);
          expect(y(u, v, w)).toBeGreaterThan(0);
          expect(y(u, v, w)).toBeLessThan(300);
        }
  }
  expect(camera.azimuth).toBeCloseTo(30, 9);
  expect(turned(camera, 0, 500).elevation).toBe(89);
  expect(turned(camera, 0, -500).elevation).toBe(5);
  expect(zoomed(camera, 1000).zoom).toBe(4);
  const nearer = projectionOf(camera, 600, 300);
  const [towardsX] = nearer.towardsEye;
  expect(nearer.y(towardsX, 0, 0), 'what is nearer is lower on the screen').toBeGreaterThan(
    nearer.y(-towardsX, 0, 0),
  );
});

test('the mesh holds the heights of the surface', () => {
  const { atRest, window } = surfaceOf(parseSpec({ loss: { a: [1, -1] } }))!;
  const mesh = meshOf(atRest, window);
  expect(mesh.heights).toHaveLength((MESH_CELLS + 1) ** 2);
  expect(Math.min(...mesh.heights)).toBe(0);
  expect(Math.max(...mesh.heights)).toBeCloseTo(1.1, 12);
  expect(mesh.heights[0]).toBeCloseTo(mesh.lift(window.x[0], window.y[0]), 12);
});

test('trails keep the start and the newest moment, and never grow long', () => {
  const trails = new Trails();
  trails.begin();
  const at = (step: number) => ({ step, x: new Float32Array(2), y: new Float32Array(2) });
  for (let step = 0; step <= 5000; step++) {
    trails.add(at(step));
    expect(trails.moments.at(-1)!.step).toBe(step);
    expect(trails.moments.length).toBeLessThanOrEqual(240);
  }
  expect(trails.moments[0].step).toBe(0);
  expect(trails.moments.length).toBeGreaterThan(60);
  const steps = trails.moments.map(({ step }) => step);
  expect(steps).toEqual([...steps].sort((one, other) => one - other));
  trails.add(at(100));
  expect(trails.moments.at(-1)!.step).toBe(100);
});

describe('another kind keeps what applies', () => {
  const spec = parseSpec({
    noise: { sigma: 1.5, tau: 0.5, rho: 0.2 },
    optimizer: {
      kind: 'heavy-ball',
      beta: 0.5,
      learningRate: 0.3,
      batchSize: 4,
      schedule: 'inverse-time',
    },
  });

  test('optimizers', () => {
    for (const kind of optimizerKinds()) {
      const next = parseSpec(withOptimizer(spec, kind));
      expect(next).toMatchObject({ loss: spec.loss, noise: spec.noise, time: spec.time });
      expect(next.optimizer).toMatchObject({
        kind,
        learningRate: 0.3,
        batchSize: 4,
        schedule: 'inverse-time',
      });
      expect(betaOf(next)).toBe(kind === 'heavy-ball' || kind === 'nesterov' ? 0.5 : 0);
    }
  });

  test('laws', () => {
    // Of some laws xi and eta are independent.
    const plain = { ...spec, noise: { ...spec.noise, rho: 0 } };
    for (const law of noiseLaws())
      expect(parseSpec(withLaw(plain, law)).noise).toMatchObject({
        law,
        // Pairs of a user's own bring theirs along.
        ...(noiseModel({ law }).given ? {} : { sigma: 1.5, tau: 0.5 }),
      });
  });

  test('losses, from each to each, with each optimizer', () => {
    const choices = [
      ...lossKinds().map((kind) => ({ kind })),
      { kind: 'saddle', coordinates: 2 } as const,
      { kind: 'relu-saddle', coordinates: 2 } as const,
    ];
    // A norm of all coordinates has no meaning where each moves by itself.
    const takes = (kind: OptimizerKind) => (choice: object) =>
      !optimizerModel({ kind }).coupled || !('coordinates' in choice);
    for (const optimizer of optimizerKinds())
      for (const first of choices.filter(takes(optimizer)))
        for (const second of choices.filter(takes(optimizer))) {
          const one = parseSpec(withLoss(parseSpec(withOptimizer(spec, optimizer)), first));
          const two = parseSpec(withLoss(one, second));
          expect(two.loss.kind).toBe(second.kind);
          expect(two.optimizer.kind).toBe(optimizer);
          expect(two.ensemble).toEqual(spec.ensemble);
        }
    const two = parseSpec(withLoss(spec, { kind: 'saddle', coordinates: 2 }));
    expect(two.loss).toEqual({ kind: 'saddle', a: [1, -1] });
    expect(parseSpec(withLoss(spec, { kind: 'relu-saddle' })).noise).toEqual(spec.noise);
  });

  test('ways out switch over and back, and nothing adds up', () => {
    for (const one of [...SPECS, ...PRESETS.map((preset) => preset.spec)])
      for (const [name, { on, toggle, note, applies }] of Object.entries(STRATEGIES)) {
        expect(note(one)).not.toMatch(/undefined|NaN/);
        // SVRG has no full gradient there; the page shows the sentence that refuses it.
        if (name === 'svrg' && one.loss.kind === 'spike-and-wells' && one.noise.law === 'two-point')
          continue;
        if (applies?.(one) === false) continue;
        const message = `${name} ${JSON.stringify(one)}`;
        const over = parseSpec(toggle(one));
        expect(on(over), message).toBe(!on(one));
        const back = parseSpec(toggle(over));
        expect(on(back), message).toBe(on(one));
        expect(parseSpec(toggle(back)), `${message}: nothing adds up`).toEqual(over);
        const plain =
          one.optimizer.kind === 'sgd' && one.optimizer.learningRate === plainLearningRate(one);
        if (plain && !on(one)) expect(back, `${message}: takes itself back`).toEqual(one);
      }
  });
});
