import { type Node, nodesOf } from './graph';

/**
 * Degree of a node as a polynomial of these variables; infinite where it is none, or where a
 * selection depends on them.
 */
export function degreeIn(root: Node, slots: readonly number[]): number {
  const degrees = new Map<Node, number>();
  for (const node of nodesOf([root])) {
    const of = node.of.map((part) => degrees.get(part)!);
    degrees.set(node, degree(node, of, slots));
  }
  return degrees.get(root)!;
}

function degree({ operation, value }: Node, of: readonly number[], slots: readonly number[]) {
  switch (operation) {
    case 'variable':
      return slots.includes(value) ? 1 : 0;
    case 'negate':
    case 'add':
    case 'subtract':
      return Math.max(...of);
    case 'multiply':
      return of[0] + of[1];
    case 'divide':
      return of[1] === 0 ? of[0] : Number.POSITIVE_INFINITY;
    case 'select':
      return of[0] === 0 ? Math.max(of[1], of[2]) : Number.POSITIVE_INFINITY;
    default:
      return of.every((part) => part === 0) ? 0 : Number.POSITIVE_INFINITY;
  }
}
