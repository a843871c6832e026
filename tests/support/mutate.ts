/**
 * Documents damaged on purpose, the same for the same seed: values that are hostile or nearly
 * right, fields lost, doubled, moved or named as what every object has, lists and objects in each
 * other, and texts that are cut, twisted or encoded otherwise.
 */
export class Mutator {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
    for (let k = 0; k < 4; k++) this.random();
  }

  /** Uniform below 1. Source: Tommy Ettinger, mulberry32, public domain (2017). */
  random(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  below(count: number): number {
    return Math.floor(this.random() * count);
  }

  chance(share: number): boolean {
    return this.random() < share;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)];
  }

  /** A changed copy of plain data. */
  value(input: unknown): unknown {
    const root = { document: structuredClone(input) };
    // A third is nearly right: one number, text or list is a neighbour of what it was.
    const mild = this.chance(0.35);
    for (let count = mild ? 1 : 1 + this.below(3); count > 0; count--) this.change(root, mild);
    // Last: no copy is made of what is that deep.
    if (!mild && this.chance(0.1)) {
      const { holder, key } = this.pick(placesOf(root));
      define(holder, key, this.deep((holder as Record<string, unknown>)[key]));
    }
    return root.document;
  }

  private change(root: object, mild: boolean): void {
    const places = placesOf(root);
    // Large lists are not to take all the hits: half of the time a place near the root is taken.
    const near = places.filter(({ depth }) => depth <= 3);
    const { holder, key } = this.pick(this.chance(0.5) ? near : places);
    const old = (holder as Record<string, unknown>)[key];
    const put = (value: unknown) => define(holder, key, value);
    const action = mild ? 2 : this.below(holder === root ? 4 : 9);
    if (action <= 1) put(this.hostile());
    else if (action <= 3) put(this.nearly(old));
    else if (action <= 5) remove(holder, key);
    else if (action === 6) {
      const other = this.pick(places);
      put(structuredClone((other.holder as Record<string, unknown>)[other.key]));
    } else if (Array.isArray(holder)) holder.splice(Number(key), 0, structuredClone(old));
    else define(holder, this.name(key), action === 7 ? structuredClone(old) : this.hostile());
  }

  private hostile(): unknown {
    const make = this.pick(HOSTILE);
    return typeof make === 'function' ? make() : structuredClone(make);
  }

  /** A value of the same kind. */
  private nearly(old: unknown): unknown {
    if (typeof old === 'number')
      return this.pick([
        old + 1,
        old - 1,
        -old,
        2 * old,
        old / 3,
        old + 0.5,
        old * 1e12,
        old * 1e-40,
        -0,
        1e30,
      ]);
    if (typeof old === 'boolean') return !old;
    if (typeof old === 'string')
      return this.pick([
        `${old} `,
        old.toUpperCase(),
        `${old}\u0000`,
        old.slice(1),
        `${old}\u202e`,
        old + old,
      ]);
    if (Array.isArray(old))
      return this.pick([old.slice(1), [...old, ...old], old.toReversed(), []]);
    return {};
  }

  /** Puts what only a program can give, and no file, somewhere into plain data. */
  odd(input: unknown): unknown {
    const root = { document: input };
    const { holder, key } = this.pick(placesOf(root));
    define(holder, key, this.pick(ODD)(root));
    return root.document;
  }

  /** A value inside many others. */
  private deep(value: unknown): unknown {
    let outer = value;
    for (let k = this.pick([1, 3, 70, 20_000]); k > 0; k--)
      outer = this.chance(0.5) ? [outer] : { a: outer };
    return outer;
  }

  private name(key: string): string {
    return this.pick([...NAMES, key.toUpperCase(), `${key} `, key.replace(/^./, '\u0430')]);
  }

  /** A changed text. */
  text(input: string): string {
    const at = this.below(input.length + 1);
    const end = Math.min(input.length, at + 1 + this.below(20));
    switch (this.below(8)) {
      case 0:
        return input.slice(0, at);
      case 1:
        return input.slice(0, at) + input.slice(end);
      case 2:
        return input.slice(0, end) + input.slice(at);
      case 3:
        return input.slice(0, at) + this.pick(LETTERS) + input.slice(at + this.below(2));
      case 4:
        return input.slice(0, at) + String.fromCharCode(this.below(0x10000)) + input.slice(at + 1);
      case 5:
        return this.pick(LETTERS) + input;
      case 6:
        return input + this.pick(LETTERS);
      default:
        return input.replaceAll(this.pick(LETTERS), this.pick(LETTERS));
    }
  }

  /** The bytes of a text, some of them changed, or in another encoding. */
  bytes(input: string): Uint8Array {
    if (this.chance(0.05)) return Buffer.from(input, this.pick(['utf16le', 'latin1'] as const));
    const bytes = Buffer.from(input);
    if (bytes.length > 0)
      for (let k = this.below(3); k >= 0; k--)
        bytes[this.below(bytes.length)] ^= 1 << this.below(8);
    return bytes;
  }
}

const NAMES = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'then',
  'length',
  '0',
  '',
  'x\ny',
  'n'.repeat(500),
];
const LETTERS = [
  '"',
  "'",
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '0',
  '-',
  'e9',
  '.',
  '\\',
  '\n',
  '\u0000',
  '\ufeff',
  '\u2028',
  '&',
  '=',
  '%',
  '%25',
  '+',
  ' ',
  '#',
  '?',
  '𝜎',
  '\ud800',
  'null',
  '1e999',
];
const HOSTILE: readonly unknown[] = [
  ...[
    null,
    true,
    false,
    0,
    -0,
    1,
    -1,
    0.5,
    1e-320,
    5e-324,
    1e-38,
    1e300,
    1.7e308,
    2 ** 31,
    2 ** 32,
    2 ** 53,
    2 ** 53 + 2,
    1e21,
  ],
  ...[Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  ...[
    '',
    '1',
    'NaN',
    'x'.repeat(200_000),
    '\u0000\n\r\u2028\u202e',
    '\ud800',
    '𝜎',
    '__proto__',
    'toString',
    '[object Object]',
  ],
  ...[[], {}, [[]], [{}], [null], new Array(1000).fill(0), new Array(100_000).fill(1)],
  ...[{ toString: 1, valueOf: 1 }, { length: 3 }, { kind: { toString: null } }],
  () => JSON.parse('{"__proto__": {"polluted": true}}'),
  () => ({ constructor: { prototype: { polluted: true } } }),
  () => JSON.parse('{"__proto__": {"kind": "cpu", "version": "0.2.0"}}'),
];

const ODD: readonly ((root: object) => unknown)[] = [
  () => 1n,
  () => Symbol('s'),
  () => () => 1,
  () => undefined,
  (root) => root,
  () => new Date(0),
  () => new Map([['kind', 'sgd']]),
  () => Object.create(null),
  () => Float64Array.of(1, 2),
  () => new Proxy({}, { get: () => 'x', ownKeys: () => ['kind'] }),
  () => new Number(1),
];

interface Place {
  holder: object;
  key: string;
  depth: number;
}

/** All places of plain data, or 2,000 of them where there are more. */
function placesOf(root: object): Place[] {
  const places: Place[] = [];
  const next: { value: object; depth: number }[] = [{ value: root, depth: 0 }];
  for (let k = 0; k < next.length && places.length < 2000; k++) {
    const { value: holder, depth } = next[k];
    for (const key of Object.keys(holder)) {
      places.push({ holder, key, depth });
      const value = (holder as Record<string, unknown>)[key];
      if (typeof value === 'object' && value !== null) next.push({ value, depth: depth + 1 });
    }
  }
  return places;
}

/** Sets a field of any name, `__proto__` too. */
function define(holder: object, key: string, value: unknown): void {
  Object.defineProperty(holder, key, {
    value,
    enumerable: true,
    writable: true,
    configurable: true,
  });
}

function remove(holder: object, key: string): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else Reflect.deleteProperty(holder, key);
}

/**
 * Plain data of any depth as JSON; numbers that JSON has not are written all the same, to be
 * refused.
 */
export function written(value: unknown): string {
  // A stack of ours: JSON.stringify has one of some thousand levels.
  const parts: string[] = [];
  const todo: unknown[] = [value];
  while (todo.length > 0) {
    const next = todo.pop();
    if (next instanceof Piece) parts.push(next.text);
    else if (typeof next === 'number') parts.push(Object.is(next, -0) ? '-0' : String(next));
    else if (typeof next !== 'object' || next === null) parts.push(JSON.stringify(next) ?? 'null');
    else {
      const list = Array.isArray(next);
      const items: unknown[] = [new Piece(list ? '[' : '{')];
      for (const [k, [key, item]] of Object.entries(next).entries()) {
        const comma = k > 0 ? ',' : '';
        items.push(new Piece(list ? comma : `${comma}${JSON.stringify(key)}:`), item);
      }
      items.push(new Piece(list ? ']' : '}'));
      for (const item of items.reverse()) todo.push(item);
    }
  }
  return parts.join('');
}

class Piece {
  constructor(readonly text: string) {}
}
