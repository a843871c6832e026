import {
  FUNCTIONS,
  type FunctionName,
  type Node,
  nodesOf,
  type Operation,
  realPower,
} from './graph';

/**
 * Computes nodes in float64, operation by operation on registers: the twin of what wgsl.ts prints.
 * One that runs often is an `OftenRun`.
 */
export class Program {
  private readonly operations: Operation[] = [];
  /** Registers of the operands and of the result. Shape: [operations][4]. */
  private readonly places: Int32Array;
  private readonly registers: Float64Array;
  private readonly results: Int32Array;

  constructor(
    readonly roots: readonly Node[],
    /** Number of variables. */
    readonly slots: number,
  ) {
    const nodes = nodesOf(roots);
    const places = new Map<Node, number>();
    this.registers = new Float64Array(slots + nodes.length);
    const made = nodes.filter((node, i) => {
      if (node.operation === 'variable') {
        places.set(node, node.value);
        return false;
      }
      places.set(node, slots + i);
      if (node.operation !== 'number') return true;
      this.registers[slots + i] = node.value;
      return false;
    });
    this.operations = made.map(({ operation }) => operation);
    this.places = new Int32Array(4 * made.length);
    for (const [i, node] of made.entries()) {
      for (const [k, of] of node.of.entries()) this.places[4 * i + k] = places.get(of)!;
      this.places[4 * i + 3] = places.get(node)!;
    }
    this.results = Int32Array.from(roots, (root) => places.get(root)!);
  }

  /** Variables by their slots, to be set before `run`. Shape: f64[slots]. */
  get variables(): Float64Array {
    return this.registers.subarray(0, this.slots);
  }

  /** Takes the variables that are set. @returns The value of the first root. */
  run(): number {
    const { operations, places, registers: r } = this;
    for (let i = 0; i < operations.length; i++) {
      const at = 4 * i;
      r[places[at + 3]] = result(
        operations[i],
        r[places[at]],
        r[places[at + 1]],
        r[places[at + 2]],
      );
    }
    return this.result(0);
  }

  /** The value of a root after `run`. */
  result(root: number): number {
    return this.registers[this.results[root]];
  }

  get count(): number {
    return this.roots.length;
  }
}

/** What an operation makes of its operands; a condition that holds is 1, one that does not 0. */
function result(operation: Operation, a: number, b: number, c: number): number {
  switch (operation) {
    case 'add':
      return a + b;
    case 'subtract':
      return a - b;
    case 'multiply':
      return a * b;
    case 'divide':
      return a / b;
    case 'negate':
      return -a;
    case 'power':
      return realPower(a, b);
    case 'min':
      return Math.min(a, b);
    case 'max':
      return Math.max(a, b);
    case 'less':
      return a < b ? 1 : 0;
    case 'at-most':
      return a <= b ? 1 : 0;
    case 'select':
      return a === 1 ? b : c;
    case 'number':
    case 'variable':
      throw new Error(`${operation} is no operation.`);
    default:
      return FUNCTIONS[operation satisfies FunctionName](a);
  }
}
