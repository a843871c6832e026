import fc from 'fast-check';
import type { Field, Fields } from '../../../src/models/field';
import {
  lossKinds,
  lossModel,
  type NoiseLaw,
  noiseLaws,
  noiseModel,
  optimizerKinds,
  optimizerModel,
  scheduleKinds,
  shakenLosses,
} from '../../../src/models/registry';
import { checkFloat32, SMALLEST_SIZE } from '../../../src/spec/float32';
import { histogramEdges } from '../../../src/spec/histogram-edges';
import { DEFAULT_RANGE, parseSpec, SpecError } from '../../../src/spec/schema';
import { type Axis, radiusOf, type Spec } from '../../../src/spec/spec';

/** Products of these are in the range of float32. */
const number = (min: number, max: number) =>
  fc.double({ min, max, noNaN: true }).map((x) => (Math.abs(x) < 1e-9 ? 0 : x));
const positive = (min: number, max: number) => number(Math.log(min), Math.log(max)).map(Math.exp);

const histogram = (coordinate: number) =>
  fc
    .constantFrom<Axis>('linear', 'asinh', 'log-abs')
    .chain((axis) =>
      fc.record({
        coordinate: fc.constant(coordinate),
        axis: fc.constant(axis),
        min: axis === 'log-abs' ? positive(1e-20, 1) : number(-1e6, 0),
        max: axis === 'log-abs' ? positive(10, 1e20) : number(1, 1e6),
        bins: fc.integer({ min: 1, max: 4090 }),
      }),
    )
    // Very many bins on a very narrow range have edges that coincide: those are refused, and
    // rightly.
    .map((drawn) => (rises(drawn) ? drawn : { ...drawn, ...DEFAULT_RANGE[drawn.axis] }));

function rises(drawn: Spec['histogram']): boolean {
  const edges = histogramEdges(drawn);
  const normal = edges.every((edge) => edge === 0 || Math.abs(edge) >= SMALLEST_SIZE);
  return normal && edges.every((edge, i) => i === 0 || edges[i - 1] < edge);
}

const start = (dimension: number): fc.Arbitrary<Spec['start']> => {
  const list = (item: fc.Arbitrary<number>) =>
    fc.array(item, { minLength: dimension, maxLength: dimension });
  return fc.oneof(
    fc.record({ kind: fc.constant('point' as const), x: list(number(-1e28, 1e28)) }),
    fc.record({
      kind: fc.constant('gaussian' as const),
      mean: list(number(-100, 100)),
      standardDeviation: list(number(0, 100)),
    }),
    fc.record({
      kind: fc.constant('uniform' as const),
      low: list(number(-100, 0)),
      high: list(number(0, 100)),
    }),
  );
};

type SaddleSpec = Spec & { loss: { kind: 'saddle' } };

/** Steps that are all rounded away are refused, and rightly. */
function moves(spec: Spec): boolean {
  try {
    checkFloat32(spec);
    return true;
  } catch {
    return false;
  }
}

/** Any spec of plain or noiseless SGD at a saddle, with every field written out. */
export const anySaddleSpec: fc.Arbitrary<SaddleSpec> = fc
  .integer({ min: 1, max: 64 })
  .chain((dimension) =>
    fc
      .record({
        version: fc.constant(1 as const),
        loss: fc.record({
          kind: fc.constant('saddle' as const),
          a: fc.array(number(-1e3, 1e3), { minLength: dimension, maxLength: dimension }),
        }),
        noise: fc.record({
          law: fc.constantFrom('gaussian' as const, 'two-point' as const),
          sigma: number(0, 1e3),
          tau: number(-1e3, 1e3),
          rho: number(-1, 1),
        }),
        optimizer: fc.record({
          kind: fc.constantFrom('gd' as const, 'sgd' as const),
          learningRate: positive(1e-6, 10),
          schedule: fc.constant('constant' as const),
          batchSize: fc.integer({ min: 1, max: 65_536 }),
        }),
        time: fc.record({
          dt: positive(1e-9, 10),
          steps: fc.integer({ min: 1, max: 1_000_000_000 }),
        }),
        start: start(dimension),
        escape: fc.record({ radius: positive(1e-6, 1e30).map((r) => Math.min(r, 1e30)) }),
        ensemble: fc.record({
          particles: fc.integer({ min: 1, max: 2 ** 26 }),
          seed: fc
            .string({ minLength: 1, maxLength: 60, unit: 'grapheme' })
            .filter((text) => text.length <= 200),
        }),
        histogram: fc.integer({ min: 0, max: dimension - 1 }).chain(histogram),
      })
      .filter(moves),
  );

/** Values of a field of ordinary size: its default and others. */
function anyValue(field: Field): fc.Arbitrary<unknown> {
  if (field.type === 'list') {
    const one = number(Math.max(field.min, -2), Math.min(field.max, 2));
    const most = field.length === 1 ? 1 : 3;
    return fc.array(one, { minLength: 1, maxLength: most });
  }
  if (field.type === 'texts') return fc.constant([...field.default]);
  if (field.type === 'text') return fc.constant(field.default);
  if (field.type === 'named')
    return fc.dictionary(fc.constantFrom('k', 'slope'), number(-2, 2), { noNullPrototype: true });
  const { type, min, max } = field;
  const drawn =
    type === 'whole'
      ? fc.integer({ min, max: Math.min(max, min + 99) })
      : number(Math.max(min, -10), Math.min(max, 10)).filter((x) => x >= min && x < max);
  return field.default === null ? drawn : fc.oneof(fc.constant(field.default), drawn);
}

/** A kind of a slot of the spec, each as often as the others, with values for its own fields. */
function slot<K extends string>(kinds: readonly K[], fieldsOf: (kind: K) => Fields) {
  return fc.constantFrom(...kinds).chain((kind) => {
    const own = Object.entries(fieldsOf(kind)).map(([name, field]) => [name, anyValue(field)]);
    return fc.record({
      kind: fc.constant(kind),
      own: fc.record<Record<string, unknown>>(Object.fromEntries(own)),
    });
  });
}

const shakes = (law: NoiseLaw) => noiseModel({ law }).shakes !== false;

/** A spec of any loss, noise, optimizer and schedule of the registry; null where it is refused. */
const registrySpec: fc.Arbitrary<Spec | null> = fc
  .record({
    base: anySaddleSpec,
    loss: slot(lossKinds(), (kind) => lossModel({ kind }).fields),
    noise: slot(noiseLaws(), (law) => noiseModel({ law }).fields),
    shake: fc.constantFrom(0, 0.5, 2),
    rho: fc.constantFrom(0, 0.5),
    optimizer: slot(optimizerKinds(), (kind) => optimizerModel({ kind }).fields),
    step: fc.record({
      schedule: fc.constantFrom(...scheduleKinds()),
      batchSize: fc.constantFrom(1, 1, 5, 77),
      learningRate: positive(1e-6, 10),
    }),
    region: fc.constantFrom<unknown>(
      null,
      null,
      { region: 'coordinate', high: 2.5 },
      { region: 'coordinate', low: -100, high: 1e3 },
      { region: 'loss', low: -3 },
      { region: 'loss', low: -1e9, high: 20 },
    ),
  })
  .map(({ base, loss, noise, shake, rho, optimizer, step, region }) => {
    const { time, ensemble } = base;
    const { bySample } = lossModel(loss);
    const shaken = shakenLosses().some((kind) => kind === loss.kind);
    try {
      return parseSpec({
        loss: { kind: loss.kind, ...loss.own },
        noise: {
          ...(bySample
            ? { law: 'dataset', samples: 24 }
            : shaken && !shakes(noise.kind)
              ? { law: 'gaussian' }
              : { law: noise.kind, ...noise.own }),
          // A shake has no correlation.
          ...(shaken ? { shake } : { rho }),
        },
        optimizer: { kind: optimizer.kind, ...optimizer.own, ...step },
        time: bySample ? { ...time, dt: 1 } : time,
        escape: region ?? { radius: Math.min(radiusOf(base)!, 1e4) },
        ensemble,
      });
    } catch (error) {
      if (error instanceof SpecError) return null;
      throw error;
    }
  });

/**
 * Any spec that `parseSpec` accepts, with every field written out: every loss, noise, optimizer and
 * schedule of the registry.
 */
export const anySpec: fc.Arbitrary<Spec> = fc.oneof(
  anySaddleSpec,
  registrySpec.filter((spec) => spec !== null),
);

export const defaultSpec: Spec = parseSpec({});
