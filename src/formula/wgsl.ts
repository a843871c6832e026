import { type Node, nodesOf } from './graph';

/** Lines that compute nodes in float32, and the expression of each root. The twin of program.ts. */
export interface Printed {
  /** One `let` for each operation. */
  lines: string[];
  results: string[];
}

/**
 * @param variables  Expression of each variable, by its slot.
 * @param prefix  Of the names that are made.
 */
export function printed(
  roots: readonly Node[],
  variables: readonly string[],
  prefix = 'n',
): Printed {
  const nodes = nodesOf(roots);
  const uses = new Map<Node, number>();
  for (const node of [...nodes.flatMap(({ of }) => of), ...roots])
    uses.set(node, (uses.get(node) ?? 0) + 1);
  const names = new Map<Node, string>();
  const name = (node: Node) => names.get(node)!;
  /** A product that nothing else needs goes into a sum, rounded once. */
  const folds = (node: Node) => node.operation === 'multiply' && uses.get(node) === 1;
  const lines: string[] = [];
  const text = (node: Node): string => {
    const [a, b] = node.of;
    if (node.operation === 'add')
      for (const [product, rest] of [
        [a, b],
        [b, a],
      ])
        if (inlined.has(product)) return `fma(${product.of.map(name).join(', ')}, ${name(rest)})`;
    if (node.operation === 'subtract') {
      if (inlined.has(b)) return `fma(-${name(b.of[0])}, ${name(b.of[1])}, ${name(a)})`;
      if (inlined.has(a)) return `fma(${a.of.map(name).join(', ')}, -${name(b)})`;
    }
    return operationText(node, node.of.map(name));
  };
  // Of two products in a sum one is rounded on its own.
  const inlined = new Set<Node>();
  for (const { operation, of } of nodes)
    if (operation === 'add' || operation === 'subtract') {
      const product = (operation === 'add' ? of : [...of].reverse()).find(folds);
      if (product) inlined.add(product);
    }
  for (const node of nodes) {
    if (node.operation === 'number') names.set(node, numberText(node.value));
    else if (node.operation === 'variable') names.set(node, variables[node.value]);
    else if (!inlined.has(node)) {
      names.set(node, `${prefix}${node.id}`);
      lines.push(`  let ${prefix}${node.id} = ${text(node)};`);
    }
  }
  return { lines, results: roots.map(name) };
}

/** A number of float32, never read as a whole one; a negative one in parentheses. */
function numberText(value: number): string {
  const text = String(value);
  const real = /[.e]/.test(text) ? text.replace('+', '') : `${text}.0`;
  return value < 0 ? `(${real})` : real;
}

function operationText({ operation }: Node, [a, b, c]: readonly string[]): string {
  switch (operation) {
    case 'add':
      return `${a} + ${b}`;
    case 'subtract':
      return `${a} - ${b}`;
    case 'multiply':
      return `${a} * ${b}`;
    case 'divide':
      return `${a} / ${b}`;
    case 'negate':
      return `-${a}`;
    case 'less':
      return `${a} < ${b}`;
    case 'at-most':
      return `${a} <= ${b}`;
    case 'select':
      return `select(f32(${c}), f32(${b}), ${a})`;
    case 'min':
    case 'max':
      return `${operation}(${a}, ${b})`;
    case 'abs':
    case 'sign':
      return `${operation}(${a})`;
    case 'power':
      return `formula_power(${a}, ${b})`;
    case 'exp':
    case 'log':
    case 'sqrt':
    case 'sin':
    case 'cos':
    case 'tan':
    case 'sinh':
    case 'cosh':
    case 'tanh':
    case 'sigmoid':
      return `formula_${operation}(${a})`;
    case 'number':
    case 'variable':
      throw new Error(`${operation} is no operation.`);
    default:
      return operation satisfies never;
  }
}
