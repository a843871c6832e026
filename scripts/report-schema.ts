import * as v from 'valibot';
import { BENCH_PARTS, type BenchReport, CONTENDERS } from '../src/experiment/bench/report';

const text = v.string();
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const positive = v.pipe(v.number(), v.gtValue(0));
const orNull = <Inner extends v.GenericSchema>(inner: Inner) => v.nullable(inner);

const part = v.picklist(BENCH_PARTS);
const contender = v.picklist(Object.keys(CONTENDERS) as (keyof typeof CONTENDERS)[]);
const spread = v.strictObject({
  median: v.number(),
  lowerQuartile: v.number(),
  upperQuartile: v.number(),
});
const ratio = { ratio: positive, low: positive, high: positive, confidence: v.literal(0.95) };
const tuning = v.strictObject({
  workgroupSize: count,
  /** Of reports up to version 1.0.0-rc.1: particles that one invocation took. */
  particlesPerInvocation: v.optional(count),
  shift: v.picklist(['native', 'by-float']),
  /** One in reports up to version 1.0.0-rc.1. */
  lanes: v.optional(v.picklist([1, 2]), 1),
});

/** What `bench --json` and the Bench page's Download JSON give: a BenchReport, field for field. */
export const reportSchema = v.strictObject({
  version: v.literal(1),
  saddlescape: v.pipe(text, v.regex(/^\d+\.\d+\.\d+/)),
  environment: v.strictObject({
    browser: orNull(text),
    node: orNull(text),
    os: text,
    cores: count,
    timerResolutionMilliseconds: v.number(),
    tabVisible: orNull(v.boolean()),
    date: text,
  }),
  gpu: orNull(
    v.strictObject({
      kind: v.picklist(['gpu', 'cpu']),
      adapter: text,
      fallback: v.boolean(),
      version: text,
    }),
  ),
  protocol: v.strictObject({
    parts: v.array(part),
    particles: count,
    mostParticles: count,
    samples: count,
    sampleMilliseconds: positive,
    warmUpMilliseconds: v.pipe(v.number(), v.minValue(0)),
    seed: text,
    threads: count,
  }),
  headline: orNull(v.strictObject({ ...ratio, cpu: contender, particles: count })),
  refusals: v.array(text),
  agreement: v.array(
    v.strictObject({
      part,
      contender,
      workload: text,
      checks: v.array(
        v.strictObject({ what: text, found: v.number(), most: v.number(), agrees: v.boolean() }),
      ),
      agrees: v.boolean(),
    }),
  ),
  measurements: v.array(
    v.strictObject({
      part,
      workload: text,
      title: text,
      particles: count,
      rows: v.array(
        v.strictObject({
          contender,
          particleStepsPerSecond: spread,
          seconds: v.array(v.number()),
          work: v.array(v.number()),
          drift: v.number(),
        }),
      ),
      ratio: orNull(v.strictObject(ratio)),
      notes: v.array(text),
    }),
  ),
  linearity: orNull(v.strictObject({ from: count, to: count, largestDeviation: v.number() })),
  overtakes: orNull(v.number()),
  costs: orNull(
    v.strictObject({
      compileMilliseconds: spread,
      uploadMilliseconds: spread,
      readBackMilliseconds: spread,
      countMilliseconds: spread,
    }),
  ),
  tuning: orNull(
    v.strictObject({
      tuning,
      candidates: v.array(v.strictObject({ tuning, particleStepsPerSecond: v.number() })),
    }),
  ),
  bytesPerParticle: orNull(count),
  frames: orNull(
    v.strictObject({ p50: v.number(), p95: v.number(), p99: v.number(), count: count }),
  ),
  complete: v.boolean(),
  seconds: v.number(),
});

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
/** A field that one of the two lacks is an error of the compiler. */
true satisfies Same<v.InferOutput<typeof reportSchema>, BenchReport>;
