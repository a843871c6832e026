import { describe, expect, it } from 'vitest';
import { createCpuEngine } from '../../src/engine/cpu/cpu-engine';
import { findPreset } from '../../src/spec/presets';
import { dimensionOf } from '../../src/spec/spec';
import { Z_ALPHA } from '../support/tolerances';

/**
 * What a preset tells its reader to expect, on fewer particles: the numbers in its text are those
 * on the screen.
 */

const PARTICLES = 4096;

interface Outcome {
  x: Float32Array;
  /** Second coordinate, or nothing. */
  y: Float32Array;
  escaped: (i: number) => boolean;
  steps: number;
}

/** A number of the text, and what it is the mean of over the particles. */
interface Reading {
  id: string;
  text: string;
  value: number;
  /** Half a unit of the last digit that the text gives. */
  rounding: number;
  of: (outcome: Outcome, i: number) => number;
}

const share = (event: (outcome: Outcome, i: number) => boolean) => (outcome: Outcome, i: number) =>
  event(outcome, i) ? 1 : 0;
const near = (x: number, y: number) => share((o, i) => Math.hypot(o.x[i] - x, o.y[i] - y) < 0.3);
const logSize = (o: Outcome, i: number) => Math.log(Math.abs(o.x[i]));
/** Half of the particles are nearer than a place that the text names, as the axis of sizes does. */
const middle = (id: string, text: string, place: number): Reading => ({
  ...{ id, text: `|x| = ${text}`, value: 0.5, rounding: 0.05 },
  of: share((o, i) => Math.abs(o.x[i]) < place),
});
const escaped = share((o, i) => o.escaped(i));

/** The standard deviation about 0, as the mean of squares. */
function deviation(id: string, text: string, of = (o: Outcome) => o.x): Reading {
  const value = Number(text);
  const rounding = 0.5 * 10 ** -text.split('.')[1].length;
  return {
    ...{ id, text, value: value * value, rounding: 2 * value * rounding },
    of: (o, i) => of(o)[i] ** 2,
  };
}
const above = (x: number) => share((o, i) => o.x[i] > x);
const within = (x: number) => share((o, i) => Math.abs(o.x[i]) < x);

const READINGS: Reading[] = [
  { id: 'gradient-descent', text: '0.51', value: 0.51, rounding: 0.005, of: (o, i) => o.x[i] },
  { id: 'gradient-descent', text: '1.45', value: 1.45, rounding: 0.005, of: (o, i) => o.y[i] },
  {
    id: 'clustering',
    text: 'Two thirds',
    value: 2 / 3,
    rounding: 0.01,
    of: near(-1.4541, -0.5572),
  },
  { id: 'clustering', text: 'a third', value: 1 / 3, rounding: 0.02, of: near(0.5146, 1.4483) },
  { id: 'saddle-point', text: '83 %', value: 0.83, rounding: 0.005, of: escaped },
  { id: 'shaken-0', text: '2.70', value: 2.7, rounding: 0.005, of: (o, i) => o.x[i] },
  { id: 'shaken-1', text: '1.74', value: 0.5, rounding: 0.02, of: share((o, i) => o.x[i] < 1.74) },
  {
    id: 'shaken-2',
    text: '59 %',
    value: 0.59,
    rounding: 0.005,
    of: share((o, i) => o.x[i] > 0.5 && o.x[i] < 1.5),
  },
  { id: 'monkey-saddle', text: '54 %', value: 0.54, rounding: 0.005, of: escaped },
  { id: 'adam-large-noise', text: '89 %', value: 0.89, rounding: 0.005, of: escaped },
  { id: 'heavy-tails', text: '64 %', value: 0.64, rounding: 0.005, of: escaped },
  { id: 'octopus', text: 'all particles', value: 1, rounding: 0, of: escaped },
  { id: 'relu', text: 'nearly all', value: 0.99, rounding: 0.01, of: share((o, i) => o.y[i] < -3) },
  { id: 'svrg-ratchet', text: '14.9', value: 14.9, rounding: 0.05, of: logSize },
  {
    id: 'svrg-ratchet',
    text: 'no path is below 1',
    value: 0,
    rounding: 0,
    of: share((o, i) => o.x[i] < 1),
  },
  { id: 'perturbed', text: '97 %', value: 0.97, rounding: 0.005, of: escaped },
  middle('annealing', '21', 21),
  middle('coin-100', '10⁻⁶', 1e-6),
  middle('coin-1000', '0.007', 0.007),
  middle('heavy-ball', '10⁻⁸', 1e-8),
  middle('nesterov', '3·10⁻⁶', 3e-6),
  { id: 'annealing', text: '3.05', value: 3.05, rounding: 0.005, of: logSize },
  {
    id: 'heavy-ball',
    text: '0.0061',
    value: -0.0061,
    rounding: 0.00005,
    of: (o, i) => logSize(o, i) / o.steps,
  },
  {
    id: 'nesterov',
    text: '0.0128',
    value: -0.0128,
    rounding: 0.0001,
    of: (o, i) => logSize(o, i) / o.steps,
  },
  {
    id: 'data-set',
    text: '0.071',
    value: 0.071,
    rounding: 0.0005,
    of: (o, i) => logSize(o, i) / o.steps,
  },
  { id: 'linear-network', text: 'Half', value: 0.5, rounding: 0, of: share((o, i) => o.x[i] > 0) },
  {
    id: 'linear-network',
    text: 'is 1 within',
    value: 1,
    rounding: 0.005,
    of: (o, i) => o.x[i] * o.y[i],
  },
  { id: 'dimension', text: '10 %', value: 0.1, rounding: 0.005, of: escaped },
  deviation('rmsprop-by-hand', '0.223'),
  deviation('warm-up', '0.260'),
  { id: 'adagrad', text: 'Nearly all', value: 0.9995, rounding: 0.0005, of: escaped },
  middle('adagrad', '1.90', 1.9025),
  { id: 'amsgrad', text: '79 %', value: 0.79, rounding: 0.005, of: within(1) },
  { id: 'adamw', text: '2.00', value: 2, rounding: 0.005, of: (o, i) => Math.abs(o.x[i]) },
  { id: 'adamw', text: 'Half', value: 0.5, rounding: 0, of: above(0) },
  { id: 'adai', text: '91 %', value: 0.91, rounding: 0.005, of: escaped },
  deviation('adai', '17.1'),
  { id: 'sign-sgd', text: '43 %', value: 0.43, rounding: 0.005, of: within(0.1) },
  { id: 'sign-sgd', text: '0.25', value: 1, rounding: 0, of: share((o, i) => o.x[i] % 0.25 === 0) },
  { id: 'clipping', text: '0.172', value: 0.5, rounding: 0.005, of: within(0.172) },
  deviation('clipping', '0.257'),
  { id: 'sam', text: '68 %', value: 0.68, rounding: 0.005, of: within(0.5) },
  { id: 'weight-decay', text: '0.70', value: 0.7, rounding: 0.005, of: (o, i) => o.x[i] * o.y[i] },
  { id: 'weight-decay', text: 'half', value: 0.5, rounding: 0, of: above(0) },
  { id: 'langevin', text: '66 %', value: 0.66, rounding: 0.005, of: above(0) },
  deviation('polyak-average', '0.0507'),
  deviation('anisotropic-noise', '1.02'),
  deviation('anisotropic-noise', '0.10', (o) => o.y),
  { id: 'regression', text: '1.03', value: 0.5, rounding: 0.005, of: within(1.03) },
  { id: 'regression', text: '5 %', value: 0.95, rounding: 0.005, of: within(10) },
  middle('rare-luck', '7·10⁻⁶', 7e-6),
  { id: 'rare-luck', text: '12 %', value: 0.12, rounding: 0.005, of: above(1) },
  deviation('step-decay', '0.114'),
  deviation('reshuffling', '0.009'),
  { id: 'rosenbrock', text: '0.974', value: 0.974, rounding: 0.0005, of: (o, i) => o.x[i] },
  {
    id: 'rosenbrock',
    text: '0.027',
    value: 0.027 ** 2,
    rounding: 2 * 0.027 * 0.0005,
    of: (o, i) => (o.x[i] - 0.974) ** 2,
  },
  { id: 'tanh-network', text: '0.455', value: 0.455, rounding: 0.0005, of: (o, i) => o.x[i] },
  {
    id: 'tanh-network',
    text: 'to the last digit',
    value: 1,
    rounding: 0,
    of: share((o, i) => o.x[i] === o.y[i]),
  },
];

describe('presets show what they say', () => {
  it.each([...new Set(READINGS.map(({ id }) => id))])(
    '%s',
    async (id) => {
      const { spec, expected } = findPreset(id)!;
      const ensemble = await createCpuEngine('fastest').create({
        ...spec,
        ensemble: { ...spec.ensemble, particles: PARTICLES },
      });
      await ensemble.advance(spec.time.steps);
      const passages = await ensemble.readEscapeSteps(PARTICLES);
      const outcome: Outcome = {
        x: await ensemble.read(PARTICLES, 0),
        y: dimensionOf(spec) > 1 ? await ensemble.read(PARTICLES, 1) : new Float32Array(0),
        escaped: (i) => passages[i] !== 0,
        steps: spec.time.steps,
      };
      for (const { text, value, rounding, of } of READINGS.filter((reading) => reading.id === id)) {
        expect(expected).toContain(text);
        let [sum, squares] = [0, 0];
        for (let i = 0; i < PARTICLES; i++) {
          sum += of(outcome, i);
          squares += of(outcome, i) ** 2;
        }
        const mean = sum / PARTICLES;
        const deviation = Math.sqrt(Math.max(0, squares / PARTICLES - mean * mean));
        const tolerance = rounding * (1 + 1e-6) + (Z_ALPHA * deviation) / Math.sqrt(PARTICLES);
        expect(Math.abs(mean - value) <= tolerance, `"${text}": ${mean}, within ${tolerance}`).toBe(
          true,
        );
      }
    },
    60_000,
  );
});
