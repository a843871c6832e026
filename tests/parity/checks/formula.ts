import { FUNCTIONS, type FunctionName, realPower } from '../../../src/formula/graph';
import { type FormulaText, lossFormula } from '../../../src/formula/loss-formula';
import { printed } from '../../../src/formula/wgsl';
import {
  bounded,
  circleError,
  FORMULA_LAW,
  FORMULA_PLANE,
  FUNCTION_ERRORS,
  places,
  random,
  randomFormulas,
} from '../../support/formulas';
import { type Library, probe } from '../../support/gpu';
import { LONG } from '../../support/long';
import { EPSILON } from '../../support/tolerances';
import { checkStepsOf } from './steps';

const FILES = ['normal', 'formula'];
const bits = (values: readonly number[]) => new Uint32Array(Float32Array.from(values).buffer);
const floats = (words: Uint32Array) => new Float32Array(words.slice().buffer);

/** Arguments of the functions: both signs, from tiny to where the result leaves float32. */
function argumentsOf(name: FunctionName, next: () => number): number {
  const size = 10 ** (-6 + 7.9 * next());
  const signed = next() < 0.5 ? -size : size;
  if (name === 'log' || name === 'sqrt') return 10 ** (-37 + 75 * next());
  if (name === 'sin' || name === 'cos' || name === 'tan') return signed * 100;
  return Math.max(-80, Math.min(80, signed));
}

/** Error that a function may have at x. */
function functionError(name: FunctionName, x: number, value: number): number {
  switch (name) {
    case 'sin':
      return Math.abs(x) < 0.78 ? 2 * EPSILON * Math.abs(value) : circleError(x);
    case 'cos':
      return circleError(x);
    case 'tan': {
      if (Math.abs(x) < 0.78) return 6 * EPSILON * Math.abs(value);
      const cosine = Math.cos(x);
      return (
        (circleError(x) * (1 + Math.abs(value))) /
          Math.max(1e-9, Math.abs(cosine) - circleError(x)) +
        3 * EPSILON * Math.abs(value)
      );
    }
    case 'sqrt':
      return 4.5 * EPSILON * value;
    case 'abs':
    case 'sign':
      return 0;
    default:
      return FUNCTION_ERRORS[name] * EPSILON * Math.abs(value) + 2 ** -126;
  }
}

const CHECKED = [
  'exp',
  'log',
  'sqrt',
  'sin',
  'cos',
  'tan',
  'sinh',
  'cosh',
  'tanh',
  'sigmoid',
] as const;
const POINTS = 500;

/** Every function of shaders/formula.wgsl against float64, at its arguments and where it ends. */
export async function checkFormulaFunctions(shaders: Library): Promise<void> {
  const next = random(7);
  const inputs: number[] = [];
  for (const name of CHECKED)
    for (let i = 0; i < POINTS; i++) inputs.push(Math.fround(argumentsOf(name, next)), 0);
  for (let i = 0; i < POINTS; i++) {
    const whole = i % 2 === 0;
    const y = whole ? Math.round(20 * next() - 10) : 20 * next() - 10;
    inputs.push(
      (whole && next() < 0.5 ? -1 : 1) * Math.fround(10 ** (4 * next() - 2)),
      Math.fround(y),
    );
  }
  const ends: [name: FunctionName | 'power', x: number, y: number][] = [
    ['exp', -1000, 0],
    ['exp', Number.NaN, 0],
    ['exp', 1000, 0],
    ['log', 0, 0],
    ['log', -1, 0],
    ['log', Number.POSITIVE_INFINITY, 0],
    ['log', Number.NaN, 0],
    ['sqrt', -1, 0],
    ['sqrt', 0, 0],
    ['tanh', 1000, 0],
    ['tanh', -1000, 0],
    ['tanh', 0, 0],
    ['sigmoid', -1000, 0],
    ['sigmoid', 1000, 0],
    ['power', 0, 2],
    ['power', 0, 0],
    ['power', -8, 0.5],
    ['power', -2, 3],
    ['power', 2, -200],
    ['sin', 0, 0],
    ['cos', 0, 0],
  ];
  const all = [...CHECKED, 'power'] as const;
  for (const [, x, y] of ends) inputs.push(x, y);
  const names = [
    ...all.flatMap((name) => new Array<FunctionName | 'power'>(POINTS).fill(name)),
    ...ends.map(([name]) => name),
  ];
  const kinds = Uint32Array.from(names, (name) => all.indexOf(name as (typeof all)[number]));
  const words = bits(inputs);
  const packed = new Uint32Array(3 * names.length);
  for (let i = 0; i < names.length; i++)
    packed.set([words[2 * i], words[2 * i + 1], kinds[i]], 3 * i);
  const cases = CHECKED.map((name, i) => `case ${i}u: { r = formula_${name}(x); }`).join(' ');
  const out = floats(
    await probe(
      shaders,
      FILES,
      `let x = bitcast<f32>(inputs[3u * k]); let y = bitcast<f32>(inputs[3u * k + 1u]);
       var r = 0.0;
       switch inputs[3u * k + 2u] { ${cases} default: { r = formula_power(x, y); } }
       outputs[k] = bitcast<u32>(r);`,
      packed,
      3,
      1,
    ),
  );
  const wrong = names.flatMap((name, i) => {
    const [x, y] = [floats(words)[2 * i], floats(words)[2 * i + 1]];
    const exact = name === 'power' ? realPower(x, y) : FUNCTIONS[name](x);
    const error =
      name === 'power'
        ? Math.abs(exact) * EPSILON * (3 + 6 * Math.abs(y * Math.log(Math.abs(x) || 1)))
        : functionError(name, x, exact);
    const same =
      Object.is(Number.isNaN(exact), Number.isNaN(out[i])) &&
      (Number.isNaN(exact) || Math.fround(exact) === out[i] || Math.abs(out[i] - exact) <= error);
    return same
      ? []
      : [
          `${name}(${x}${name === 'power' ? `, ${y}` : ''}) = ${out[i]}, not ${exact} within ${error}`,
        ];
  });
  if (wrong.length > 0) throw new Error(`${wrong.length} values: ${wrong.slice(0, 5).join('; ')}`);
}

/**
 * Formulas in one pipeline, each at some places: their value and slopes against the twin's, within
 * the bound of their operations.
 * @returns Share of values of which a bound is known.
 */
export async function checkFormulas(
  shaders: Library,
  texts: readonly FormulaText[],
  points: number,
  seed: number,
): Promise<number> {
  const at = places(points, seed);
  const variables = ['x.x', 'x.y', 'x.z', 'x.w', 'noise.x', 'noise.y', 'p.x', 'p.y', 'p.z', 'p.w'];
  const functions = texts.map((text, i) => {
    const { f, slopes } = lossFormula(text);
    const { lines, results } = printed([f, ...slopes], variables);
    return `fn case_${i}(x: vec4f, noise: vec2f, p: vec4f) -> array<f32, 5> {\n${lines.join('\n')}\n  return array<f32, 5>(${results.join(', ')});\n}\n`;
  });
  const inputs = new Float32Array(texts.length * points * 10);
  for (let i = 0; i < texts.length; i++)
    for (const [j, place] of at.entries()) inputs.set(place, 10 * (i * points + j));
  const cases = texts.map((_, i) => `case ${i}u: { r = case_${i}(x, noise, p); }`).join(' ');
  const load = (from: number) => `bitcast<f32>(inputs[10u * k + ${from}u])`;
  const out = floats(
    await probe(
      { ...shaders, batch: functions.join('\n') },
      [...FILES, 'batch'],
      `let x = vec4f(${[0, 1, 2, 3].map(load)}); let noise = vec2f(${[4, 5].map(load)});
       let p = vec4f(${[6, 7, 8, 9].map(load)});
       var r = array<f32, 5>();
       switch k / ${points}u { ${cases} default: {} }
       for (var i = 0u; i < 5u; i++) { outputs[5u * k + i] = bitcast<u32>(r[i]); }`,
      new Uint32Array(inputs.buffer),
      10,
      5,
    ),
  );
  let known = 0;
  for (const [i, text] of texts.entries()) {
    const { f, slopes } = lossFormula(text);
    for (const [j, place] of at.entries())
      for (const [r, { value, error }] of bounded([f, ...slopes], place).entries()) {
        if (!(error < Number.POSITIVE_INFINITY)) continue;
        known++;
        const own = out[5 * (i * points + j) + r];
        if (!(Math.abs(own - value) <= error))
          throw new Error(
            `${text.f}, value ${r} at ${place}: ${own}, not ${value} within ${error}`,
          );
      }
  }
  return known / out.length;
}

/** The functions, and a sample of random formulas in one pipeline. */
export async function checkFormula(shaders: Library): Promise<void> {
  await checkFormulaFunctions(shaders);
  // Thirty in one pipeline; with SADDLESCAPE_LONG=1 more than a thousand in 34.
  for (let batch = 0; batch < (LONG ? 34 : 1); batch++) {
    const share = await checkFormulas(shaders, randomFormulas(30, 11 + batch), 20, 12 + batch);
    if (!(share > 0.5)) throw new Error(`Only ${share} of the values have a bound.`);
  }
}

/**
 * Steps of a formula in the kernels: slopes of at most 2.5 + (1 + 0.5 * 6.66) |y| + 6.66 with
 * |y| < 7 on the way, which multiply a difference by at most 1 + 0.1 * 4.4 each.
 */
export async function checkFormulaSteps(shaders: Library): Promise<void> {
  for (const optimizer of [{}, { kind: 'svrg', epochLength: 2 }])
    await checkStepsOf(shaders, {
      partial: {
        loss: FORMULA_PLANE,
        noise: { sigma: 0.5, tau: 1, rho: 0.5 },
        time: { dt: 0.5 },
        optimizer: { learningRate: 0.2, ...optimizer },
      },
      width: 3,
      size: 12,
      noiseRate: 0.2 * Math.SQRT1_2 * (0.5 * 7 + 1),
      growth: 1.5,
      stops: [1, 3],
      dimension: 2,
      slopeError: 0.1 * 2.5 * circleError(0),
    });
}

/** A law of formulas: sizes of at most 6.7 each, and a batch of two. */
export async function checkFormulaNoise(shaders: Library): Promise<void> {
  for (const batchSize of [1, 2])
    await checkStepsOf(shaders, {
      partial: {
        loss: { a: [-1] },
        noise: FORMULA_LAW,
        time: { dt: 1 },
        optimizer: { learningRate: 0.1, batchSize },
      },
      width: 5,
      size: 40,
      noiseRate: 2 * 0.1 * (0.5 * 40 + 2),
      growth: 1.5,
      stops: [1, 3],
      slopeError: 0.1 * (0.5 * 40 + 2) * 6.7 * 10 * EPSILON,
    });
}
