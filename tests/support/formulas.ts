import { FormulaError } from '../../src/formula/formula-error';
import { type Node, nodesOf } from '../../src/formula/graph';
import { type FormulaText, lossFormula, SLOTS } from '../../src/formula/loss-formula';
import { Program } from '../../src/formula/program';
import { EPSILON } from './tolerances';

/** Random formulas, and how far float32 may be from float64 in one. */

/** A surface with a parameter, and noise in both directions. */
export const FORMULA_PLANE = {
  kind: 'formula',
  f: 'k*(1 - cos(x)) - (1 + xi)*y^2/2 - eta*(x + y)',
  coordinates: 2,
  parameters: { k: 2.5 },
};
/** A law made of all four numbers that a formula is given. */
export const FORMULA_LAW = {
  law: 'formula',
  xi: 'sqrt(-2*log(u1))*cos(2*pi*u2)',
  eta: 'z2 + (u2 - u1)*z1',
  sigma: 0.5,
  tau: 2,
};

/** A small generator with a state of its own: multiply with carry (Marsaglia 2003). */
export function random(seed: number): () => number {
  let z = 362436069 ^ seed;
  let w = 521288629 + seed;
  return () => {
    z = (36969 * (z & 65535) + (z >>> 16)) | 0;
    w = (18000 * (w & 65535) + (w >>> 16)) | 0;
    return (((z << 16) + w) >>> 0) / 2 ** 32;
  };
}

const ONES = [
  'exp',
  'log',
  'sqrt',
  'sin',
  'cos',
  'tan',
  'sinh',
  'cosh',
  'tanh',
  'abs',
  'relu',
  'sigmoid',
];
const NAMES = ['x', 'y', 'z', 'w', 'xi', 'eta', 'k', 'c'];

/** A formula of every operation, nested up to `depth`. */
function anyText(next: () => number, depth: number): string {
  const pick = <T>(list: readonly T[]) => list[Math.floor(next() * list.length)];
  const inner = () => anyText(next, depth - 1);
  if (depth === 0 || next() < 0.15)
    return next() < 0.25 ? pick(['0.5', '1', '2', '3', 'pi', '1.7']) : pick(NAMES);
  const draw = next();
  if (draw < 0.5) return `(${inner()} ${pick(['+', '-', '*', '*', '/'])} ${inner()})`;
  if (draw < 0.6)
    return `${inner()}^${pick(['2', '3', '-1', '0.5', '1.5', 'k'])}`.replace(/^-/, '0-');
  if (draw < 0.85) return `${pick(ONES)}(${inner()})`;
  if (draw < 0.9) return `${pick(['min', 'max'])}(${inner()}, ${inner()})`;
  if (draw < 0.95) return `(-${inner()})`;
  return `(${inner()} ${pick(['<', '<=', '>', '>='])} ${inner()} ? ${inner()} : ${inner()})`;
}

/** So many formulas that are accepted, with 4 coordinates and the parameters k and c. */
export function randomFormulas(count: number, seed: number): FormulaText[] {
  const next = random(seed);
  const found: FormulaText[] = [];
  while (found.length < count) {
    const text = { f: anyText(next, 5), coordinates: 4, parameters: ['k', 'c'] };
    try {
      lossFormula(text);
      found.push(text);
    } catch (error) {
      if (!(error instanceof FormulaError)) throw error;
    }
  }
  return found;
}

/** Places of a formula's variables, by slots: float32 numbers of ordinary size. */
export function places(count: number, seed: number): Float32Array[] {
  const next = random(seed);
  return Array.from({ length: count }, () =>
    Float32Array.from({ length: SLOTS }, (_, slot) =>
      slot < 6 ? 4 * next() - 2 : 0.25 + 2 * next(),
    ),
  );
}

interface Bounded {
  value: number;
  /** Most that float32 may be off; infinite where nothing is known. */
  error: number;
}

/** Below the smallest normal number float32 may have 0. */
const FLUSHED = 2 ** -126;
/** Beyond it float32 may have infinity. */
const LARGEST = 1e37;

/**
 * The values of nodes, and how far those of float32 may be off: each operation's own error, and that
 * of its operands times its slope. WGSL rounds sums and products to a neighbour, divides with 2.5
 * ULP and takes roots with 4.5; the functions are those of shaders/formula.wgsl, whose errors
 * tests/parity/checks/formula.ts holds. Where a comparison may turn out either way nothing is known.
 */
export function bounded(roots: readonly Node[], variables: ArrayLike<number>): Bounded[] {
  const known = new Map<Node, Bounded>();
  for (const node of nodesOf(roots)) {
    const of = node.of.map((part) => known.get(part)!);
    const value =
      node.operation === 'variable'
        ? variables[node.value]
        : node.operation === 'number'
          ? node.value
          : twinValue(node, of);
    const error = 1.01 * errorOf(node, value, of) + (node.of.length > 0 ? FLUSHED : 0);
    known.set(node, { value, error: Math.abs(value) < LARGEST ? error : Number.POSITIVE_INFINITY });
  }
  return roots.map((root) => known.get(root)!);
}

/** The twin's own value of one operation. */
function twinValue(node: Node, of: readonly Bounded[]): number {
  const operands = of.map(
    (_, slot): Node => ({ id: slot, operation: 'variable', of: [], value: slot }),
  );
  const program = new Program([{ ...node, id: 9, of: operands }], of.length);
  program.variables.set(of.map(({ value }) => value));
  return program.run();
}

/** Relative errors of the functions, in units of EPSILON. */
export const FUNCTION_ERRORS = { exp: 3, log: 4, sinh: 9, cosh: 9, tanh: 5, sigmoid: 7, power: 3 };

function errorOf({ operation }: Node, value: number, of: readonly Bounded[]): number {
  const [a, b, c] = of;
  const size = EPSILON * Math.abs(value);
  switch (operation) {
    case 'number':
      return size;
    case 'variable':
      return 0;
    case 'negate':
    case 'abs':
      return a.error;
    case 'add':
    case 'subtract':
      return a.error + b.error + size + EPSILON * (a.error + b.error);
    case 'multiply':
      return Math.abs(a.value) * b.error + Math.abs(b.value) * a.error + a.error * b.error + size;
    case 'divide':
      return quotient(value, a.error, b) + 2.5 * size;
    case 'sqrt':
      if (a.value === 0 && a.error === 0) return 0;
      return a.value > a.error
        ? a.error / Math.sqrt(a.value - a.error) + 4.5 * size
        : Number.POSITIVE_INFINITY;
    case 'sign':
      return Math.abs(a.value) > a.error || a.error === 0 ? 0 : Number.POSITIVE_INFINITY;
    case 'less':
    case 'at-most':
      return Math.abs(a.value - b.value) > a.error + b.error || a.error + b.error === 0
        ? 0
        : Number.POSITIVE_INFINITY;
    case 'select':
      return a.error === 0 || a.error < 1 ? (a.value === 1 ? b.error : c.error) : a.error;
    case 'min':
    case 'max':
      return Math.max(a.error, b.error);
    case 'exp':
      return value * Math.expm1(a.error) + FUNCTION_ERRORS.exp * size * Math.exp(a.error);
    case 'log':
      return a.value > 2 * a.error && a.value > FLUSHED
        ? (2 * a.error) / a.value + FUNCTION_ERRORS.log * size
        : Number.POSITIVE_INFINITY;
    case 'sin':
    case 'cos':
      return a.error + circleError(a.value);
    case 'tan': {
      const cosine = { value: Math.cos(a.value), error: a.error + circleError(a.value) };
      return quotient(value, a.error + circleError(a.value), cosine) + 2.5 * size;
    }
    case 'sinh':
    case 'cosh':
      return Math.cosh(Math.abs(a.value) + a.error) * a.error + FUNCTION_ERRORS[operation] * size;
    case 'tanh':
    case 'sigmoid':
      return a.error + FUNCTION_ERRORS[operation] * size;
    case 'power':
      return powerError(value, a, b);
    default:
      return operation satisfies never;
  }
}

/**
 * Error of sines: 2 ULP of 1, and what is lost of large angles whose whole quarter turns float32
 * does not hold. Below a sixteenth of a turn, where nothing is taken off, it is relative; that is
 * not used here.
 */
export function circleError(angle: number): number {
  return EPSILON * (2 + (Math.abs(angle) > 12_000 ? 4 * Math.abs(angle) : 0));
}

function quotient(value: number, above: number, below: Bounded): number {
  const least = Math.abs(below.value) - below.error;
  return least > FLUSHED
    ? (above + Math.abs(value) * below.error) / least
    : Number.POSITIVE_INFINITY;
}

/** Of exp(y log |x|). */
function powerError(value: number, a: Bounded, b: Bounded): number {
  const size = Math.abs(a.value);
  if (b.value === 0 && b.error === 0) return 0;
  if (!(size > 2 * a.error && size > FLUSHED)) return Number.POSITIVE_INFINITY;
  if (a.value < 0 && b.error > 0) return Number.POSITIVE_INFINITY;
  const logarithm = Math.abs(Math.log(size));
  const exponent = Math.abs(b.value) * logarithm;
  const relative =
    (2 * Math.abs(b.value) * a.error) / size +
    b.error * (logarithm + a.error / size) +
    EPSILON * (FUNCTION_ERRORS.log + 2) * exponent;
  return Math.abs(value) * (Math.expm1(relative) + FUNCTION_ERRORS.power * EPSILON);
}
