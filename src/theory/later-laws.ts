import type { NoiseTheory } from '../models/noise/noise';
import {
  logCoinMoment,
  logFactorVarianceTwoPoint,
  lyapunovExponentTwoPoint,
  negativeCoinFactor,
} from './exponents/coin-factors';
import { twoPointThresholds } from './exponents/coin-thresholds';
import { stepFactor } from './exponents/lyapunov';
import {
  sampledBatches,
  samplesExponent,
  samplesLargest,
  samplesLogMoment,
  samplesLogVariance,
  samplesNegative,
  samplesNormalError,
} from './exponents/samples-factors';
import { storedExponent, storedLogVariance, storedNegative } from './exponents/stored-factors';
import { type LawParts, laterParts } from './later-parts';
import { coinTreeLaw, latticeLaw } from './laws/coin-laws';
import { chainLaws } from './noise/density-laws';

const coins: LawParts = {
  batches: null,
  exponent: ({ m, v, batchSize, pull = m - 1 }) =>
    lyapunovExponentTwoPoint(m, v * Math.sqrt(batchSize), batchSize, pull),
  logVariance: ({ m, v, batchSize, pull = m - 1 }) =>
    logFactorVarianceTwoPoint(m, v * Math.sqrt(batchSize), batchSize, pull),
  negative: ({ m, v, batchSize }) => negativeCoinFactor(m, v * Math.sqrt(batchSize), batchSize),
  roots: ({ optimizer: { batchSize } }, m, pull) =>
    twoPointThresholds(m, batchSize, pull).map((v) => v / Math.sqrt(batchSize)),
  tail: {
    logMoment: ({ m, v, batchSize }, k) => logCoinMoment(m, v * Math.sqrt(batchSize), batchSize, k),
    largest: ({ m, v, batchSize }) => Math.abs(m) + Math.abs(v) * Math.sqrt(batchSize),
  },
  normalError: null,
  signs: { latticeLaw, treeLaw: coinTreeLaw },
};

const stored: LawParts = {
  // Of dependent steps: see `StoredParts`.
  batches: null,
  exponent: storedExponent,
  logVariance: storedLogVariance,
  negative: storedNegative,
  roots: (spec, m, pull) =>
    // Which the page may leave to a worker.
    laterParts().stored.thresholds({ ...stepFactor(spec, 0), m, pull }),
  // Epochs through a stored set multiply to nearly the same every time: their tail is no power.
  tail: null,
  normalError: null,
  signs: null,
};

/** A user's own samples, drawn with replacement. */
const samples: LawParts = {
  batches: sampledBatches,
  exponent: samplesExponent,
  logVariance: samplesLogVariance,
  negative: samplesNegative,
  roots: stored.roots,
  tail: { logMoment: samplesLogMoment, largest: samplesLargest },
  normalError: samplesNormalError,
  signs: null,
};

/** What is known of each law that the first load leaves out. */
export const laterLaws: Record<Exclude<NoiseTheory['law'], 'gaussian'>, LawParts> = {
  'two-point': coins,
  dataset: stored,
  samples,
  ...chainLaws,
};
