import { power } from '../../numerics/elementary';
import { noiseShapeOf } from '../exponents/lyapunov';
import type { StepFactor } from '../exponents/step-factor';
import { firstChangesOfSign } from '../exponents/thresholds';
import type { LawParts } from '../later-parts';
import { remembered } from '../numerics/remembered';
import { laplaceBatchDensity, uniformBatchDensity } from './batch-densities';
import {
  type DensityFactor,
  expectedLog,
  logMomentOf,
  MOST_MOMENT,
  type NoiseDensity,
  probabilityBelowZero,
  varianceOfLog,
} from './noise-density';
import {
  chiSquaredDensity,
  laplaceDensity,
  studentTDensity,
  uniformDensity,
} from './simple-densities';
import { stableDensity } from './stable-density';
import { studentTBatchDensity, studentTBatchPanels } from './student-t-batch';
import {
  type Atoms,
  atomsBelowZero,
  atomsExponent,
  atomsLargest,
  atomsLogMoment,
  atomsLogVariance,
  unfairCoinAtoms,
} from './unfair-coins';

/** The noise of a step: its density, and what sigma of a minibatch is times to be its scale. */
export interface ScaledDensity {
  density: NoiseDensity;
  scale: number;
}

type Shaped = Pick<StepFactor, 'batchSize' | 'shape'>;

/** The last densities that were asked for, whose nodes are kept. */
const kept = new Map<string, NoiseDensity>();
const MOST_KEPT = 8;

function keep(name: string, make: () => NoiseDensity): NoiseDensity {
  const known = kept.get(name) ?? make();
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(name, known);
  return known;
}

function tDensity(nu: number, batchSize: number): NoiseDensity {
  if (batchSize === 1) return keep(`student-t ${nu}`, () => studentTDensity(nu));
  // Asked for every time: another thread may have to compute them.
  const panels = studentTBatchPanels(nu, batchSize);
  return keep(`student-t ${nu} ${batchSize}`, () => studentTBatchDensity(nu, batchSize, panels));
}

/** Densities of the noise of a step, by law; alpha-stable batches are one number, scaled. */
export const STEP_DENSITIES = {
  uniform: ({ batchSize }: Shaped) => ({
    density:
      batchSize === 1
        ? uniformDensity
        : keep(`uniform ${batchSize}`, () => uniformBatchDensity(batchSize)),
    scale: 1,
  }),
  laplace: ({ batchSize }: Shaped) => ({
    density:
      batchSize === 1
        ? laplaceDensity
        : keep(`laplace ${batchSize}`, () => laplaceBatchDensity(batchSize)),
    scale: 1,
  }),
  'student-t': ({ shape, batchSize }: Shaped) => ({
    density: tDensity(shape!, batchSize),
    scale: 1,
  }),
  'alpha-stable': ({ shape, batchSize }: Shaped) => ({
    density: keep(`alpha-stable ${shape}`, () => stableDensity(shape!)),
    scale: power(batchSize, 1 / shape! - 1 / 2),
  }),
  'chi-squared': ({ batchSize }: Shaped) => ({
    density: keep(`chi-squared ${batchSize}`, () => chiSquaredDensity(batchSize)),
    scale: 1,
  }),
} satisfies Record<string, (factor: Shaped) => ScaledDensity>;

function scaled({ m, pull = m - 1, v }: StepFactor, scale: number): DensityFactor {
  return { m, pull, v: v * scale };
}

/** Of quadratures over densities (tests/unit/theory/noise-laws.test.ts). */
const QUADRATURE_ERROR = 1e-12;

/** The same where the density itself is computed (tests/unit/theory/student-t-batches.test.ts). */
const ERROR_OF_BATCHES = 1e-11;

/** What is known of a law by its density. */
function densityParts(
  of: (factor: Shaped) => ScaledDensity,
  {
    deviation,
    most,
    error = QUADRATURE_ERROR,
  }: { deviation?: (factor: StepFactor) => number; most?: number; error?: number } = {},
): LawParts {
  const withDensity =
    <T>(f: (density: NoiseDensity, factor: DensityFactor) => T) =>
    (factor: StepFactor): T => {
      const { density, scale } = of(factor);
      return f(density, scaled(factor, scale));
    };
  return {
    batches: null,
    normalError: null,
    exponent: withDensity(expectedLog),
    exponentError: error,
    logVariance: withDensity(varianceOfLog),
    negative: withDensity(probabilityBelowZero),
    ...(deviation ? { deviation } : {}),
    closed: false,
    roots: (spec, m, pull) => {
      const { batchSize } = spec.optimizer;
      const factor = { batchSize, shape: noiseShapeOf(spec) };
      const { law } = spec.noise;
      return remembered('changes of sign', [law, factor, m, pull], () => {
        const { density, scale } = of(factor);
        return firstChangesOfSign((v) => expectedLog(density, { m, pull, v }), m, pull).map(
          (v) => v / scale,
        );
      });
    },
    tail: {
      logMoment: (factor, k) => withDensity((density, own) => logMomentOf(density, own, k))(factor),
      largest: withDensity(({ low, high }, { m, v }) =>
        Math.max(Math.abs(m + v * low), Math.abs(m + v * high)),
      ),
      ...(most === undefined ? {} : { most }),
    },
    signs: null,
  };
}

const atomsOf = ({ shape, batchSize }: Shaped) => unfairCoinAtoms(shape!, batchSize);

function withAtoms<T>(f: (atoms: Atoms, factor: DensityFactor) => T): (factor: StepFactor) => T {
  return (factor) => f(atomsOf(factor), scaled(factor, 1));
}

const unfairCoins: LawParts = {
  batches: null,
  normalError: null,
  exponent: withAtoms(atomsExponent),
  exponentError: QUADRATURE_ERROR,
  logVariance: withAtoms(atomsLogVariance),
  negative: withAtoms(atomsBelowZero),
  closed: false,
  roots: (spec, m, pull) => {
    const { batchSize } = spec.optimizer;
    const atoms = atomsOf({ batchSize, shape: noiseShapeOf(spec) });
    return firstChangesOfSign((v) => atomsExponent(atoms, { m, pull, v }), m, pull);
  },
  tail: {
    logMoment: (factor, k) => withAtoms((atoms, own) => atomsLogMoment(atoms, own, k))(factor),
    largest: withAtoms(atomsLargest),
  },
  heads: (spec) => noiseShapeOf(spec)!,
  signs: null,
};

/** What is known of the laws whose theory is that of chains alone. */
export const chainLaws = {
  uniform: densityParts(STEP_DENSITIES.uniform, { most: MOST_MOMENT }),
  laplace: densityParts(STEP_DENSITIES.laplace, { most: MOST_MOMENT }),
  'student-t': densityParts(STEP_DENSITIES['student-t'], {
    deviation: ({ shape }) =>
      shape! > 2 ? Math.sqrt(shape! / (shape! - 2)) : Number.POSITIVE_INFINITY,
    most: MOST_MOMENT,
    error: ERROR_OF_BATCHES,
  }),
  'alpha-stable': densityParts(STEP_DENSITIES['alpha-stable'], {
    deviation: ({ shape }) => (shape === 2 ? Math.SQRT2 : Number.POSITIVE_INFINITY),
    most: MOST_MOMENT,
  }),
  'unfair-coins': unfairCoins,
  'chi-squared': densityParts(STEP_DENSITIES['chi-squared'], { most: MOST_MOMENT }),
};
