/**
 * What the SIMD kernel reads from memory. `npm run layouts` prints the words of assembly/layout.ts
 * from it, comments included; the host packs by it.
 */

import { OWN_NUMBERS } from '../../../models/own-numbers';
import { RUN, type Struct } from '../../layout';

/** What the SIMD kernel needs of `RUN`, beside the own numbers of methods and schedules. */
const SIMD_RUN_FIELDS = [
  'key',
  'cell',
  'coordinateCount',
  'batchSize',
  'learningRate',
  'multiplicative',
  'additive',
  'rho',
  'rhoComplement',
  'follow',
  'fair',
  'flip',
  'agreementThreshold',
  'shape',
  'logScale',
  'headsThreshold',
  'followThreshold',
  'ownThreshold',
  'coinUnit',
  'coinOffset',
  'sampleCount',
  'lowBits',
  'highBits',
  'xiUnit',
  'etaUnit',
  'dt',
  'sampleXi',
  'sampleEta',
  'shake',
  'regionCoordinate',
  'regionLow',
  'regionHigh',
  'reach',
  'drift',
  'startA',
  'startB',
  'lossNumbers',
] as const satisfies readonly (keyof typeof RUN)[];

/** Parameters of the SIMD kernel alone. */
export const SIMD_OWN = {
  pointSize: 'u32', // coordinates that move together, 1 to 4
  memoryRows: 'u32', // rows of memory for each coordinate, 0 to 3
  reachSteps: 'u32', // steps from one look at the reach to the next, 1 or 8
  law: 'u32', // a number of SIMD_KINDS, as the next four
  optimizer: 'u32',
  schedule: 'u32',
  start: 'u32',
  loss: 'u32',
  stride: 'u32', // numbers from one row to the next
  rows: 'u32', // address of the rows: f32[coordinates, then memory][stride]
  passages: 'u32', // address of the passages: u32[stride]
  exits: 'u32', // address of the exits: u32[stride]
  set: 'u32', // dataset: address of the samples: i32[sample_count][2]
  listed: 'u32', // 1: there are the scales of noise of each coordinate instead: f32[coordinates][4]
  lossFunction: 'u32', // formula: place in the table, as the next three
  stepFunction: 'u32',
  steadyFunction: 'u32',
  noiseFunction: 'u32',
  lossVariables: 'u32', // formula: address of the variables, as the next three: f32[slots][4]
  stepVariables: 'u32',
  steadyVariables: 'u32',
  noiseVariables: 'u32',
  steadyCount: 'u32', // formula: numbers that h, n and the parameters decide
  kept: 'u32', // formula: address of those of KEPT_STEPS steps: f32[steps][1 + count][4]
} as const satisfies Struct;

type SimdRunField = (typeof SIMD_RUN_FIELDS)[number] | keyof typeof OWN_NUMBERS;
type SimdRunFields = Pick<typeof RUN, SimdRunField>;

const runFields = [...SIMD_RUN_FIELDS, ...(Object.keys(OWN_NUMBERS) as SimdRunField[])];

/** Parameters of the SIMD kernel. */
export const SIMD_PARAMETERS: SimdRunFields & typeof SIMD_OWN = {
  ...(Object.fromEntries(runFields.map((name) => [name, RUN[name]])) as SimdRunFields),
  ...SIMD_OWN,
};

/**
 * The kinds that the SIMD kernel knows, each by its place in its list; a run of any other kind is
 * left to the float64 twin. Law `none` is that of gradient descent, which draws nothing.
 */
export const SIMD_KINDS = {
  law: [
    'none',
    'gaussian',
    'two-point',
    'two-point-batch',
    'dataset',
    'one-normal',
    // From uniform to samples with sums over pairs of words: assembly/summed-laws.ts.
    'uniform',
    'laplace',
    'student-t',
    'alpha-stable',
    'unfair-coins',
    'samples',
    'chi-squared',
    'formula',
  ],
  // From rmsprop on with one loop for all losses: assembly/points.ts.
  optimizer: [
    'gd',
    'sgd',
    'perturbed',
    'svrg',
    'heavy-ball',
    'nesterov',
    'rmsprop',
    'adam',
    'adamw',
    'amsgrad',
    'adagrad',
    'sign-sgd',
    'clipped-sgd',
    'sgd-weight-decay',
    'averaged-sgd',
    'langevin',
    'sam',
    'adai',
    'formula',
  ],
  schedule: ['constant', 'inverse-time', 'power-decay', 'cosine', 'step-decay', 'warm-up'],
  start: ['point', 'gaussian', 'uniform'],
  // From double-well on with one loop for all methods.
  loss: [
    'saddle',
    'relu-saddle',
    'double-well',
    'spike-and-wells',
    'linear-network',
    'quartic-saddle',
    'matrix-factorisation',
    'monkey-saddle',
    'quadratic-form',
    'rosenbrock',
    'octopus',
    'formula',
  ],
} as const;
