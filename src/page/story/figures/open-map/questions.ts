import { compileCells } from '../../../../spec/cell-spec';
import { parseSpec } from '../../../../spec/schema';
import type { Spec } from '../../../../spec/spec';
import { axisValues, type Sweep } from '../../../../spec/sweep';
import { parseSweep, sidesOf } from '../../../../spec/sweep-schema';
import { fromPreset } from '../../from-preset';

/** Particles of a cell. */
export const PARTICLES = 1024;

/** One open question of the post, as a map. */
export interface Question {
  name: string;
  across: { name: string; values: readonly number[] };
  up: { name: string; values: readonly number[] };
  /** What it takes to have left. */
  leaves: string;
  /** The run of a cell: column i, row j from below. */
  spec(i: number, j: number): Spec;
  /** The same as a map; null where an axis of the Map page cannot say it. */
  sweep: Sweep | null;
  /** Cells that are counted before the reader comes. */
  counted: readonly (readonly [i: number, j: number])[];
}

const DOUBLED = [1, 2, 4, 8, 16, 32];

/** A question whose two axes are fields of a spec. */
function mapped(
  document: object,
  words: Pick<Question, 'name' | 'leaves' | 'counted'> & { across: string; up: string },
): Question {
  const sweep = parseSweep({ ...document, replicas: PARTICLES });
  const specOf = compileCells(sweep, sidesOf(sweep));
  const columns = axisValues(sweep.x).length;
  return {
    ...words,
    across: { name: words.across, values: axisValues(sweep.x) },
    up: { name: words.up, values: axisValues(sweep.y) },
    spec: (i, j) => specOf(0, j * columns + i, PARTICLES),
    sweep,
  };
}

/** The same noise in every direction, and one more of them or one more sample in the batch. */
const batchOrWidth = mapped(
  {
    base: {
      loss: { a: [0.5] },
      noise: { sigma: 6, tau: 0 },
      optimizer: { learningRate: 0.1 },
      time: { dt: 1, steps: 100 },
      start: { x: [0.1] },
      escape: { radius: 3 },
    },
    x: { path: 'optimizer.batchSize', values: DOUBLED },
    y: { path: 'loss.dimensions', values: DOUBLED },
  },
  {
    name: 'Batch or width',
    across: 'batch B',
    up: 'directions k',
    leaves: 'leave |x| < 3 within 100 steps',
    counted: [
      [0, 0],
      [4, 0],
      [0, 4],
    ],
  },
);

/** The saddle of the preset "Nesterov sticks, too", with heavy ball and SGD at beta = 0. */
const momentum = mapped(
  {
    base: {
      loss: { a: [0.1] },
      noise: { sigma: 1, tau: 0 },
      optimizer: { kind: 'heavy-ball', learningRate: 0.1, beta: 0.5 },
      time: { dt: 1, steps: 400 },
      escape: { radius: 10 },
    },
    x: { path: 'noise.sigma', from: 0.25, to: 2, count: 8 },
    y: { path: 'optimizer.beta', values: [0, 0.25, 0.5, 0.75, 0.9] },
  },
  {
    name: 'Momentum',
    across: 'noise σ',
    up: 'momentum β',
    leaves: 'leave |x| < 10 within 400 steps',
    counted: [
      [4, 0],
      [4, 2],
    ],
  },
);

/** The preset "Many directions", with one direction as its base. */
const dimension = mapped(
  {
    base: {
      ...fromPreset('dimension'),
      loss: { a: [0.3] },
      start: { kind: 'gaussian', standardDeviation: [0.1] },
    },
    x: { path: 'noise.sigma', values: [0, 0.6, 1.2, 2, 3, 4, 6, 8] },
    y: { path: 'loss.dimensions', values: DOUBLED },
  },
  {
    name: 'Dimension',
    across: 'noise σ',
    up: 'directions k',
    leaves: 'leave |x| < 3 within 40 steps',
    counted: [
      [2, 0],
      [2, 3],
    ],
  },
);

const DEPTHS = [2, 3, 4];
const NOISES = [0.5, 1, 2, 3, 4, 5, 6, 8];

/** Networks of one unit a layer; a map cannot give each depth a start of its length. */
const depth: Question = {
  name: 'Depth',
  across: { name: 'noise σ', values: NOISES },
  up: { name: 'layers', values: DEPTHS },
  leaves: 'have a weight beyond 0.7 within 60 steps',
  spec: (i, j) =>
    parseSpec({
      loss: { kind: 'linear-network', a: [1], depth: DEPTHS[j] },
      noise: { sigma: NOISES[i] },
      optimizer: { learningRate: 0.1 },
      time: { dt: 1, steps: 60 },
      start: { kind: 'point', x: new Array(DEPTHS[j]).fill(0.3) },
      escape: { radius: 0.7 },
      histogram: { axis: 'linear', min: -2, max: 2 },
      // Cell 0 is what a run without a cell has.
      ensemble: { particles: PARTICLES, ...(i + j > 0 ? { cell: j * NOISES.length + i } : {}) },
    }),
  sweep: null,
  counted: [
    [2, 0],
    [2, 2],
  ],
};

/** The open questions of the post, in the order of their buttons. */
export const QUESTIONS: readonly Question[] = [batchOrWidth, momentum, dimension, depth];
