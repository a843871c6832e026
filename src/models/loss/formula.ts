import { FormulaError } from '../../formula/formula-error';
import {
  checkParameter,
  FIRST_PARAMETER,
  type FormulaText,
  lossFormula,
  MOST_VARIABLES,
  slopeProgram,
  valueProgram,
} from '../../formula/loss-formula';
import { LONGEST_FORMULA } from '../../formula/parse';
import { LARGEST_MAGNITUDE, type NamedNumber } from '../field';
import type { Refusal } from '../refusal';
import type { ModelNotes } from '../text';
import { defineLoss, type LossText, type Parts } from './loss';

/** Largest value and slope at the start: float32 has room for a step of it. */
const LARGEST_VALUE = 1e30;

export const formula = defineLoss({
  kind: 'formula',
  fields: {
    /** f of x, y, z, w or x1 to x4, the noise xi and eta, and the parameters. */
    f: {
      type: 'text',
      most: LONGEST_FORMULA,
      link: 'formula',
      default: 'x^4/4 - (1 + xi)*x^2/2 - eta*x',
    },
    coordinates: { type: 'whole', min: 1, max: MOST_VARIABLES, default: 1 },
    parameters: {
      type: 'named',
      most: MOST_VARIABLES,
      min: -LARGEST_MAGNITUDE,
      max: LARGEST_MAGNITUDE,
    },
  },
  noise: 'slopes',
  moves: 'together',
  slopes: 'smooth',
  additive: false,
  dimension: ({ coordinates }) => coordinates,
  slope: () => 0,
  reach: 1e9,
  defaults: {
    point: ({ coordinates }) => new Array<number>(coordinates).fill(0.1),
    sigma: 1,
    tau: 1,
    axis: 'linear',
    linearRange: { min: -4, max: 4 },
  },
  refuses,
  simd: 'formula',
  averagedByLaw: false,
  meanLoss: 'formula',
  theory: null,
});

/** Own values of a spec's loss, as the schema has checked them. */
interface Values {
  f: string;
  coordinates: number;
  parameters: Readonly<Record<string, NamedNumber>>;
}

function refuses(parts: Parts): Refusal | null {
  // A kind that is chosen in a list takes its text later.
  if (!('f' in parts.loss)) return null;
  const { f, coordinates, parameters } = parts.loss as unknown as Values;
  const names = Object.keys(parameters);
  let path = 'loss.parameters';
  try {
    names.forEach(checkParameter);
    path = 'loss.f';
    const text = { f, coordinates, parameters: names };
    const { linear } = lossFormula(text);
    return (
      (linear ? null : refusesCurved(parts)) ??
      refusesStart(f, valuesAt(text, parameters, parts.start), parts.start)
    );
  } catch (error) {
    if (!(error instanceof FormulaError)) throw error;
    const named = path === 'loss.f' ? f : names.join(', ');
    return { path, found: named, accepted: error.message };
  }
}

/**
 * The mean over noise that a formula is not linear in is not the formula of mean noise, and steps
 * that shrink have no limit.
 */
function refusesCurved({ noise, gradient, optimizer, time, region }: Parts): Refusal | null {
  const because = 'with a formula that is not linear in xi and eta';
  if (optimizer.batchSize !== 1)
    return {
      path: 'optimizer.batchSize',
      found: optimizer.batchSize,
      accepted: `1 ${because}: the slope of a minibatch is a mean of slopes, not the slope at mean noise`,
    };
  if (time.dt !== 1 && (noise.sigma !== 0 || noise.tau !== 0))
    return {
      path: 'time.dt',
      found: time.dt,
      accepted: `1 ${because}: noise of shorter steps is larger, and has no limit there`,
    };
  if (gradient === 'corrected')
    return {
      path: 'optimizer.kind',
      found: optimizer.kind,
      accepted: `another method ${because}: nobody knows the full gradient, which it corrects by`,
    };
  if (region === 'loss')
    return {
      path: 'escape.region',
      found: region,
      accepted: `"radius" or "coordinate" ${because}: nobody knows its mean`,
    };
  return null;
}

/** f and its slopes without noise. */
function valuesAt(
  text: FormulaText,
  parameters: Values['parameters'],
  x: readonly number[],
): number[] {
  return [valueProgram(text), slopeProgram(text)].flatMap((program) => {
    program.variables.set(x);
    program.variables.set(
      Object.values(parameters).map(({ value }) => value),
      FIRST_PARAMETER,
    );
    program.run();
    return Array.from({ length: program.count }, (_, k) => program.result(k));
  });
}

function refusesStart(f: string, values: number[], start: readonly number[]): Refusal | null {
  const bad = values.find((value) => !(Math.abs(value) <= LARGEST_VALUE));
  if (bad === undefined) return null;
  const place = start.length === 1 ? `x = ${start[0]}` : `(${start.join(', ')})`;
  const what = Math.abs(bad) > LARGEST_VALUE ? `too large: ${bad}` : 'not defined';
  return {
    path: 'loss.f',
    found: f,
    accepted: `a formula with a value and a slope where particles start; at ${place} it is ${what}`,
  };
}

export const formulaText: LossText = {
  name: 'formula of your own',
  family: 'Your own',
  fields: {
    f: { symbol: 'f', word: 'formula', label: 'formula' },
    coordinates: { symbol: 'd', word: 'coordinates', label: 'coordinates' },
    parameters: { symbol: '', word: 'parameter', label: 'parameter' },
  },
  coordinates: 'xy',
  choices: null,
  run: { learningRate: 0.01, dt: 1, steps: 2000 },
  labels: { push: '', sigma: 'noise xi' },
};

export const formulaNotes: ModelNotes = {
  hint: 'Any f of up to four coordinates, two noises and four parameters.',
  formula: 'f, as it is written; xi and eta are the noise of a minibatch',
  source: 'its reader',
};
