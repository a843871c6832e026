import { FormulaError } from './formula-error';
import { type Graph, type Node, nodesOf } from './graph';

/** Most nodes of a formula and its slopes, those of the noise included. */
export const MOST_NODES = 600;

/**
 * Slope of a node along a variable: forward mode, one rule for each operation (Griewank and Walther
 * 2008, chapter 3). At a corner of abs the slope is 0, at one of relu, min and max that of the
 * second; a jump of a selection has none.
 */
export function slopeAlong(graph: Graph, root: Node, slot: number): Node {
  const slopes = new Map<Node, Node>();
  const nodes = nodesOf([root]);
  const known = (node: Node): Node => {
    const slope = slopes.get(node);
    // 0 in its place would be a slope that is wrong.
    if (!slope) throw new Error(`The slope of ${node.operation} ${node.id} is not known yet.`);
    return slope;
  };
  for (const node of nodes) slopes.set(node, rule(graph, node, slot, known));
  return known(root);
}

function rule(graph: Graph, node: Node, slot: number, slope: (of: Node) => Node): Node {
  const [a, b, c] = node.of;
  const one = graph.constant(1);
  /** The chain rule for a function of one number. */
  const chain = (make: () => Node) => {
    const inner = slope(a);
    return inner === graph.constant(0) ? inner : graph.multiply(make(), inner);
  };
  switch (node.operation) {
    case 'number':
    case 'sign':
    case 'less':
    case 'at-most':
      return graph.constant(0);
    case 'variable':
      return graph.constant(node.value === slot ? 1 : 0);
    case 'negate':
      return graph.negate(slope(a));
    case 'add':
      return graph.add(slope(a), slope(b));
    case 'subtract':
      return graph.subtract(slope(a), slope(b));
    case 'multiply': {
      const { base, exponent } = graph.powers.get(node) ?? { base: a, exponent: a === b ? 2 : 1 };
      if (exponent > 1)
        return graph.multiply(
          graph.multiply(graph.constant(exponent), graph.product(base, exponent - 1)),
          slope(base),
        );
      return graph.add(graph.multiply(slope(a), b), graph.multiply(a, slope(b)));
    }
    case 'divide':
      return graph.divide(graph.subtract(slope(a), graph.multiply(node, slope(b))), b);
    case 'power':
      return powerSlope(graph, node, slope);
    case 'min':
      return graph.select(graph.compare('less', a, b), slope(a), slope(b));
    case 'max':
      return graph.select(graph.compare('less', b, a), slope(a), slope(b));
    case 'select':
      return graph.select(a, slope(b), slope(c));
    case 'abs':
      return chain(() => graph.call('sign', a));
    case 'exp':
      return chain(() => node);
    case 'log':
      return graph.divide(slope(a), a);
    case 'sqrt':
      return graph.divide(slope(a), graph.multiply(graph.constant(2), node));
    case 'sin':
      return chain(() => graph.call('cos', a));
    case 'cos':
      return chain(() => graph.negate(graph.call('sin', a)));
    case 'tan':
      return chain(() => graph.add(one, graph.multiply(node, node)));
    case 'sinh':
      return chain(() => graph.call('cosh', a));
    case 'cosh':
      return chain(() => graph.call('sinh', a));
    case 'tanh':
      return chain(() => graph.multiply(graph.subtract(one, node), graph.add(one, node)));
    case 'sigmoid':
      return chain(() => graph.multiply(node, graph.subtract(one, node)));
    default:
      return node.operation satisfies never;
  }
}

/** a^b: b a^(b - 1) a' + a^b log(a) b'. */
function powerSlope(graph: Graph, node: Node, slope: (of: Node) => Node): Node {
  const [a, b] = node.of;
  const lower = graph.power(a, graph.subtract(b, graph.constant(1)));
  const ofBase = graph.multiply(graph.multiply(b, lower), slope(a));
  const along = slope(b);
  if (along === graph.constant(0)) return ofBase;
  return graph.add(ofBase, graph.multiply(graph.multiply(node, graph.call('log', a)), along));
}

/** @throws FormulaError where these are made of more nodes than a step has time for. */
export function checkSize(roots: readonly Node[]): void {
  const nodes = nodesOf(roots).length;
  if (nodes > MOST_NODES)
    throw new FormulaError(
      `a simpler formula: with its slopes it has ${nodes} operations, and at most ${MOST_NODES} fit`,
    );
}
