import { cos, sin, tan } from '../numerics/angles';
import { cosh, exp, log, power, sinh, tanh } from '../numerics/elementary';
import { FormulaError } from './formula-error';

/** Functions of one number, by the names that a formula has for them. */
export const FUNCTIONS = {
  abs: Math.abs,
  exp,
  log,
  sqrt: Math.sqrt,
  sin,
  cos,
  tan,
  sinh,
  cosh,
  tanh,
  sigmoid: (x: number) => 1 / (1 + exp(-x)),
  /** 0 at 0. It comes with slopes: no formula can name it. */
  sign: Math.sign,
} as const;
export type FunctionName = keyof typeof FUNCTIONS;

export type Operation =
  | 'number'
  | 'variable'
  | 'negate'
  | FunctionName
  | 'add'
  | 'subtract'
  | 'multiply'
  | 'divide'
  | 'power'
  | 'min'
  | 'max'
  /** Conditions: whether the first is below the second, or at most it. */
  | 'less'
  | 'at-most'
  /** The second where the condition, the first, holds; else the third. */
  | 'select';

/** A number that a formula makes on its way. Nodes of a graph that are made alike are one. */
export interface Node {
  /** Rises from what a node is made of to the node. */
  readonly id: number;
  readonly operation: Operation;
  readonly of: readonly Node[];
  /** Of a constant its value, of a variable its slot. */
  readonly value: number;
}

/** Largest constant, and the inverse of the smallest: beyond, float32 has no room for it. */
const LARGEST_CONSTANT = 1e38;
/** Most nodes of a formula and its slopes while they are made. */
const MOST_MADE = 20_000;
/** Whole exponents up to this size become products. */
const LARGEST_PRODUCT = 32;

/** x^y in the real numbers; NaN where there is none. */
export function realPower(x: number, y: number): number {
  return x < 0 && !Number.isInteger(y) ? Number.NaN : power(x, y);
}

/** Whether a node holds or not, and is no number. */
export function isCondition({ operation }: Node): boolean {
  return operation === 'less' || operation === 'at-most';
}

/**
 * Makes nodes, simplified: constants are folded, neutral elements left out, and what exists already
 * is taken.
 */
export class Graph {
  private readonly known = new Map<string, Node>();
  /** Base and exponent of products that are whole powers, for their slopes. */
  readonly powers = new Map<Node, { base: Node; exponent: number }>();

  /** @throws FormulaError where float32 has no room for it. */
  constant(value: number): Node {
    const size = Math.abs(value);
    if (!(size <= LARGEST_CONSTANT))
      throw new FormulaError(
        Number.isNaN(value) || size === Number.POSITIVE_INFINITY
          ? 'a formula whose constants are defined: some part, such as 1/0 or log(-1), is not'
          : 'a formula whose constants are at most 1e38',
      );
    return this.node('number', [], size < 1 / LARGEST_CONSTANT ? 0 : value);
  }

  variable(slot: number): Node {
    return this.node('variable', [], slot);
  }

  add(a: Node, b: Node): Node {
    if (isConstant(a) && isConstant(b)) return this.constant(a.value + b.value);
    if (is(a, 0)) return b;
    if (is(b, 0)) return a;
    if (b.operation === 'negate') return this.subtract(a, b.of[0]);
    if (a.operation === 'negate') return this.subtract(b, a.of[0]);
    return this.node('add', ordered(a, b));
  }

  subtract(a: Node, b: Node): Node {
    if (isConstant(a) && isConstant(b)) return this.constant(a.value - b.value);
    if (is(b, 0)) return a;
    if (is(a, 0)) return this.negate(b);
    if (a === b) return this.constant(0);
    if (b.operation === 'negate') return this.add(a, b.of[0]);
    if (a.operation === 'negate') return this.negate(this.add(a.of[0], b));
    return this.node('subtract', [a, b]);
  }

  negate(a: Node): Node {
    if (isConstant(a)) return this.constant(-a.value);
    if (a.operation === 'negate') return a.of[0];
    if (a.operation === 'subtract') return this.subtract(a.of[1], a.of[0]);
    if (a.operation === 'multiply' && isConstant(a.of[0]))
      return this.multiply(this.constant(-a.of[0].value), a.of[1]);
    return this.node('negate', [a]);
  }

  multiply(a: Node, b: Node): Node {
    if (isConstant(a) && isConstant(b)) return this.constant(a.value * b.value);
    if (isConstant(b)) return this.multiply(b, a);
    if (is(a, 0)) return a;
    if (is(a, 1)) return b;
    if (is(a, -1)) return this.negate(b);
    if (a.operation === 'negate') return this.negate(this.multiply(a.of[0], b));
    if (b.operation === 'negate') return this.negate(this.multiply(a, b.of[0]));
    // A constant goes to the front of a product, and two become one.
    if (b.operation === 'multiply' && isConstant(b.of[0]))
      return isConstant(a)
        ? this.multiply(this.constant(a.value * b.of[0].value), b.of[1])
        : this.multiply(b.of[0], this.multiply(a, b.of[1]));
    if (a.operation === 'multiply' && isConstant(a.of[0]))
      return this.multiply(a.of[0], this.multiply(a.of[1], b));
    return this.node('multiply', isConstant(a) ? [a, b] : ordered(a, b));
  }

  divide(a: Node, b: Node): Node {
    if (isConstant(b)) return this.multiply(this.constant(1 / b.value), a);
    if (is(a, 0)) return a;
    if (a.operation === 'negate') return this.negate(this.divide(a.of[0], b));
    if (b.operation === 'negate') return this.negate(this.divide(a, b.of[0]));
    return this.node('divide', [a, b]);
  }

  power(a: Node, b: Node): Node {
    if (isConstant(a) && isConstant(b)) return this.constant(realPower(a.value, b.value));
    if (isConstant(b)) {
      const { value } = b;
      if (Number.isInteger(value) && Math.abs(value) <= LARGEST_PRODUCT)
        return value < 0
          ? this.divide(this.constant(1), this.product(a, -value))
          : this.product(a, value);
      if (value === 0.5) return this.call('sqrt', a);
    }
    if (isConstant(a) && a.value > 0)
      return this.call('exp', this.multiply(this.constant(log(a.value)), b));
    return this.node('power', [a, b]);
  }

  call(name: FunctionName, a: Node): Node {
    if (isConstant(a)) return this.constant(FUNCTIONS[name](a.value));
    return this.node(name, [a]);
  }

  min(a: Node, b: Node): Node {
    if (isConstant(a) && isConstant(b)) return this.constant(Math.min(a.value, b.value));
    return a === b ? a : this.node('min', ordered(a, b));
  }

  max(a: Node, b: Node): Node {
    if (isConstant(a) && isConstant(b)) return this.constant(Math.max(a.value, b.value));
    return a === b ? a : this.node('max', ordered(a, b));
  }

  /** The condition a < b, or a <= b. */
  compare(operation: 'less' | 'at-most', a: Node, b: Node): Node {
    return this.node(operation, [a, b]);
  }

  select(condition: Node, holds: Node, fails: Node): Node {
    if (holds === fails) return holds;
    const [a, b] = condition.of;
    if (a === b) return condition.operation === 'less' ? fails : holds;
    if (isConstant(a) && isConstant(b))
      return (condition.operation === 'less' ? a.value < b.value : a.value <= b.value)
        ? holds
        : fails;
    return this.node('select', [condition, holds, fails]);
  }

  /** a to a whole power n >= 0, by squares. */
  product(a: Node, n: number): Node {
    if (n === 0) return this.constant(1);
    if (n === 1) return a;
    // The product would lose the sign, and the slope of the base with it.
    if (a.operation === 'negate') {
      const size = this.product(a.of[0], n);
      return n % 2 === 1 ? this.negate(size) : size;
    }
    const whole =
      n % 2 === 1
        ? this.multiply(a, this.product(a, n - 1))
        : this.multiply(this.product(a, n / 2), this.product(a, n / 2));
    if (whole.operation === 'multiply' && !isConstant(whole.of[0]) && !this.powers.has(whole))
      this.powers.set(whole, { base: a, exponent: n });
    return whole;
  }

  private node(operation: Operation, of: readonly Node[], value = 0): Node {
    const key = `${operation} ${of.map(({ id }) => id)} ${value}`;
    let node = this.known.get(key);
    if (!node) {
      if (this.known.size >= MOST_MADE)
        throw new FormulaError('a simpler formula: its slopes are too long');
      node = { id: this.known.size, operation, of, value };
      this.known.set(key, node);
    }
    return node;
  }
}

export function isConstant({ operation }: Node): boolean {
  return operation === 'number';
}

const is = (node: Node, value: number) => isConstant(node) && node.value === value;

const ordered = (a: Node, b: Node) => (a.id <= b.id ? [a, b] : [b, a]);

/** Every node that these are made of, and these, each after what it is made of. */
export function nodesOf(roots: readonly Node[]): Node[] {
  const seen = new Set<Node>();
  const open = [...roots];
  for (let node = open.pop(); node; node = open.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    open.push(...node.of);
  }
  return [...seen].sort((a, b) => a.id - b.id);
}
