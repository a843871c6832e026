import type { Node } from './graph';

/**
 * The binary form of WebAssembly (W3C, WebAssembly Core Specification, section 5), as far as formulas
 * need it.
 */

export const I32 = 0x7f;
/** Instructions of both kinds of code. */
export const CODE = { end: 0x0b, call: 0x10, getLocal: 0x20, setLocal: 0x21 } as const;

/** A module of its sections, in their order. */
export function moduleOf(sections: readonly (readonly number[])[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, ...sections.flat()]);
}

export const functionType = (from: readonly number[], to: readonly number[]) => [
  ...[0x60, from.length, ...from],
  ...[to.length, ...to],
];
export const sized = (bytes: readonly number[]) => [...unsigned(bytes.length), ...bytes];
export const section = (id: number, bytes: readonly number[]) => [id, ...sized(bytes)];
export const vector = (items: readonly (readonly number[])[]) => [
  ...unsigned(items.length),
  ...items.flat(),
];
export const text = (name: string) => sized([...name].map((letter) => letter.charCodeAt(0)));

/** Imports of functions of numbers by their names: type 0 takes one number, type 1 two. */
export const functionImports = (names: readonly string[]) =>
  names.map((name) => [...text('f'), ...text(name), 0x00, name === 'power' ? 1 : 0]);

/** LEB128: seven bits a byte, the lowest first. */
export function unsigned(n: number): number[] {
  return n < 128 ? [n] : [128 | (n & 127), ...unsigned(n >>> 7)];
}

/** The local that holds a node. @throws Error where there is none yet. */
export function localOf(locals: ReadonlyMap<Node, number>, node: Node): number {
  const local = locals.get(node);
  if (local === undefined) throw new Error(`${node.operation} comes before what it is made of.`);
  return local;
}
