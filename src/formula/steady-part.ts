import { isCondition, type Node, nodesOf } from './graph';

/** Nodes in two parts: what some variables alone decide, and the rest, which takes it as given. */
export interface SteadySplit {
  /** The largest nodes that are made of the steady variables, and of constants, alone. */
  steady: readonly Node[];
  /** The roots; the steady nodes are variables in them, from slot `first` on. */
  roots: readonly Node[];
}

/**
 * Takes what does not change from point to point out of a formula, so that it is computed once for
 * all of them.
 *
 * @param steadySlots  Slots of the variables that do not change.
 * @param first  Slot of the first steady node.
 */
export function splitSteady(
  roots: readonly Node[],
  steadySlots: readonly number[],
  first: number,
): SteadySplit {
  const nodes = nodesOf(roots);
  const known = new Set<Node>();
  for (const node of nodes)
    if (node.operation === 'variable' ? steadySlots.includes(node.value) : steadyMade(node))
      known.add(node);
  function steadyMade(node: Node): boolean {
    // A condition is no number, and a variable is one.
    return !isCondition(node) && node.of.every((part) => known.has(part));
  }

  const steady: Node[] = [];
  const changed = new Map<Node, Node>();
  const given = (node: Node): Node => {
    if (!known.has(node) || node.of.length === 0) return changed.get(node) ?? node;
    if (!changed.has(node)) {
      // A variable keeps the place of its node in the order.
      const { id } = node;
      changed.set(node, { id, operation: 'variable', of: [], value: first + steady.length });
      steady.push(node);
    }
    return changed.get(node) ?? node;
  };
  for (const node of nodes)
    if (!known.has(node) && node.of.length > 0)
      changed.set(node, { ...node, of: node.of.map(given) });
  return { roots: roots.map(given), steady };
}
