import { FROZEN, NEVER } from '../../../src/engine/constants';
import { histogram } from '../../../src/engine/cpu/histogram';
import { plane } from '../../../src/engine/cpu/plane';
import { quantiles } from '../../../src/engine/cpu/quantile';
import type { Counts } from '../../../src/engine/engine';
import type { GpuEnsemble } from '../../../src/engine/gpu/gpu-ensemble';
import { planeEdges } from '../../../src/engine/plane-window';
import { countsFromSlots } from '../../../src/engine/slots';
import { histogramEdges } from '../../../src/spec/histogram-edges';
import { MOST_BINS, parseSpec } from '../../../src/spec/schema';
import { radiusOf } from '../../../src/spec/spec';
import { underflowOf } from '../../../src/spec/underflow';
import { close, sameWords } from '../../support/compare';
import { type Library, openEngine, openOwnEngine, probe } from '../../support/gpu';
import { LONG } from '../../support/long';

/** What is counted of a population: histogram, quantiles, plane. */

type Partial = Record<string, unknown>;

const PARTICLES = 30_011;
/** As if at 0, the first few left out. */
const AT_ZERO = 18_000;
/** First particles that are asked for: fewer than all, and no multiple of a workgroup. */
const FIRST = AT_ZERO + 100;

/** A population with every kind of value there is, written into the GPU's buffers. */
async function written<T>(
  shaders: Library,
  partial: Partial,
  use: (ensemble: GpuEnsemble, x: Float32Array, passages: Uint32Array) => Promise<T>,
): Promise<T> {
  const particles = PARTICLES;
  const spec = parseSpec({ ...partial, ensemble: { particles } });
  const x = Float32Array.from(
    { length: particles },
    (_, i) => Math.sinh(((i * 7919) % 1000) / 80 - 6) * (i % 2 ? 1 : -1),
  );
  const least = underflowOf(spec);
  const below = new Float32Array(
    Uint32Array.of(new Uint32Array(Float32Array.of(least).buffer)[0] - 1).buffer,
  )[0];
  x.set([
    0,
    -0,
    1e-40,
    -1e-40,
    FROZEN,
    -FROZEN,
    Number.NaN,
    Infinity,
    -Infinity,
    2 ** -126,
    least,
    -least,
    below,
  ]);
  const edges = histogramEdges(spec.histogram);
  x.set(
    edges.map((edge, i) => (i % 2 ? edge : -edge)),
    13,
  );
  const passages = Uint32Array.from({ length: particles }, (_, i) => (i % 3 ? NEVER : i));
  const engine = await openEngine(shaders);
  try {
    const ensemble = (await engine.create(spec)) as GpuEnsemble;
    await ensemble.write(x, passages);
    return await use(ensemble, x, passages);
  } finally {
    engine.destroy();
  }
}

export async function checkHistogram(shaders: Library): Promise<void> {
  for (const shape of [
    { axis: 'asinh', bins: 512 },
    { axis: 'linear', min: -1, max: 1, bins: 1 },
    { axis: 'log-abs', bins: 100 },
    { axis: 'linear', min: -3, max: 8, bins: MOST_BINS },
    ...(LONG ? [{ axis: 'linear', min: -3, max: 8, bins: 2048 }] : []),
  ])
    await written(shaders, { histogram: shape }, async (ensemble, x, passages) => {
      const { spec } = ensemble;
      const edges = histogramEdges(spec.histogram);
      const beyond = (at: ArrayLike<number>) => Math.abs(at[0]) > Math.fround(radiusOf(spec)!);
      const list = ({ counts, step, ...rest }: Counts) => [...Object.values(rest), ...counts];
      for (const most of [undefined, FIRST]) {
        const first = x.subarray(0, most);
        const slots = histogram(
          first,
          passages,
          edges,
          spec.histogram.axis === 'log-abs',
          [first],
          beyond,
          underflowOf(spec),
        );
        const expected = countsFromSlots(slots, spec.histogram.bins, 0, first.length);
        sameWords(
          `histogram ${JSON.stringify(shape)} of ${first.length} (particles, below, above, nonFinite, escaped, zero, frozen, beyond, bins)`,
          list(await ensemble.count({ most })),
          list(expected),
        );
      }
    });
  await checkBeyond(shaders);
}

/**
 * The part of `checkHistogram` that finds faults at the radius: whether a particle is beyond it is
 * asked of every coordinate, and not of that of the histogram alone.
 */
export async function checkBeyond(shaders: Library): Promise<void> {
  const several = { loss: { a: [1, 1, 1] }, escape: { radius: 3 }, histogram: { coordinate: 1 } };
  await written(shaders, several, async (ensemble, x, passages) => {
    x.set([3, 0, -3, 1], 20);
    x.set([-3, 0, 3, 1].toReversed(), x.length - 24);
    const coordinates = [x.toReversed(), x, x.map((value) => value / 2)];
    const rows = Float32Array.from(coordinates.flatMap((each) => [...each]));
    await ensemble.write(rows, passages);
    const { spec } = ensemble;
    const slots = histogram(
      x,
      passages,
      histogramEdges(spec.histogram),
      false,
      coordinates,
      (at) => Array.from(at).some((one) => Math.abs(one) > 3),
      underflowOf(spec),
    );
    const expected = countsFromSlots(slots, spec.histogram.bins, 0, x.length);
    const actual = await ensemble.count();
    sameWords('beyond the radius in any coordinate', [actual.beyond], [expected.beyond]);
  });
}

/** Where values are on an axis, within what only costs a guess: most bins are a hundredth wide. */
export async function checkAxis(shaders: Library, axis: 'asinh' | 'linear' | 'log-abs') {
  const sizes = Float32Array.from({ length: 256 }, (_, i) => 1e-4 * 1.1 ** i);
  const values = axis === 'log-abs' ? sizes : Float32Array.of(...sizes, ...sizes.map((x) => -x));
  const found = await probe(
    shaders,
    [`axis/${axis}`],
    'outputs[k] = bitcast<u32>(along(bitcast<f32>(inputs[k])));',
    new Uint32Array(values.buffer),
    1,
    1,
  );
  const forward = { asinh: Math.asinh, linear: (x: number) => x, 'log-abs': Math.log }[axis];
  close(`axis ${axis}`, new Float32Array(found.buffer), Array.from(values, forward), 1e-4);
}

/** Counts between other ends, before and after a step and a loss of the device, and back again. */
export async function checkRebin(shaders: Library): Promise<void> {
  const particles = 5000;
  const spec = parseSpec({
    start: { kind: 'uniform', low: [-3], high: [3] },
    histogram: { axis: 'linear', min: -1, max: 1, bins: 300 },
    ensemble: { particles, seed: 'parity' },
  });
  const gpu = await openOwnEngine(shaders);
  try {
    const ensemble = await gpu.create(spec);
    const expectCounts = async (what: string) => {
      const { histogram: shape } = ensemble.spec;
      const x = await ensemble.read(particles);
      const passages = (await ensemble.readEscapeSteps(particles)).map((step) => step || NEVER);
      const beyond = (at: ArrayLike<number>) => Math.abs(at[0]) > Math.fround(radiusOf(spec)!);
      const slots = histogram(
        x,
        passages,
        histogramEdges(shape),
        false,
        [x],
        beyond,
        underflowOf(ensemble.spec),
      );
      const expected = countsFromSlots(slots, shape.bins, ensemble.step, particles);
      const { counts, below, above } = await ensemble.count();
      sameWords(
        `${what}: below, above, bins`,
        [below, above, ...counts],
        [expected.below, expected.above, ...expected.counts],
      );
    };
    await ensemble.count();
    await ensemble.rebin({ min: -2.5, max: 0.5 });
    await expectCounts('other ends at the step that was counted');
    await ensemble.advance(3);
    await expectCounts('other ends a few steps on');
    gpu.loseDevice();
    await expectCounts('other ends on a new device');
    gpu.loseDevice();
    await ensemble.rebin({ min: -1, max: 1 });
    await expectCounts('the first ends again, given while the device was lost');
  } finally {
    gpu.destroy();
  }
}

export async function checkQuantile(shaders: Library): Promise<void> {
  const probabilities = [0, 0.001, 0.05, 0.25, 0.5, 0.75, 0.95, 0.999, 1, 0.3];
  await written(shaders, {}, async (ensemble, x, passages) => {
    x[6] = 1; // NaN has no place in an order
    x.fill(underflowOf(ensemble.spec) / 2, 20, AT_ZERO);
    await ensemble.write(x, passages);
    for (const most of [undefined, FIRST])
      sameWords(
        `quantiles of ${most ?? 'all'}`,
        await ensemble.quantiles(probabilities, { most }),
        quantiles(x.subarray(0, most), probabilities, underflowOf(ensemble.spec)),
      );
  });
}

/** Cells of a grid, its edges and what lies outside. */
export async function checkPlane(shaders: Library): Promise<void> {
  // 0 is an edge of both.
  const window = { x: [-2, 2], y: [-1, 3], bins: 32 } as const;
  const particles = 20_000;
  const spec = parseSpec({ loss: { a: [1, -1] }, ensemble: { particles } });
  const { x, y } = planeEdges(window);
  const rows = Float32Array.from({ length: 2 * particles }, (_, i) =>
    Math.sinh(((i * 7919) % 1000) / 160 - 3),
  );
  const tiny = underflowOf(spec) / 2;
  rows.set([...x, Number.NaN, 1e-40, FROZEN, -tiny, 0]);
  rows.set([...y, 0, -1e-40, -FROZEN, 0, -tiny], particles);
  const engine = await openEngine(shaders);
  try {
    const ensemble = (await engine.create(spec)) as GpuEnsemble;
    await ensemble.write(rows, new Uint32Array(particles));
    const columns = [rows.slice(0, particles), rows.slice(particles)].map((each) =>
      Float64Array.from(each),
    );
    for (const most of [undefined, 7001]) {
      const [first, second] = columns.map((each) => each.subarray(0, most));
      sameWords(
        `cells of ${most ?? 'all'}`,
        await ensemble.countPlane(window, { most }),
        plane(first, second, x, y, underflowOf(spec)),
      );
    }
  } finally {
    engine.destroy();
  }
}
