import { Philox4x32 } from '../../../src/engine/cpu/generator/philox4x32';
import { Sfc32 } from '../../../src/engine/cpu/generator/sfc32';
import type { Stream } from '../../../src/engine/cpu/generator/stream';
import { ordered } from '../../../src/engine/cpu/permutation';
import { philox4x32 } from '../../../src/engine/cpu/random';
import type { Shift } from '../../../src/engine/engine';
import { runParameters } from '../../../src/engine/run-parameters';
import { parseSpec } from '../../../src/spec/schema';
import { sameWords } from '../../support/compare';
import { type Library, probe } from '../../support/gpu';

/** Random words are equal, bit for bit. */

/**
 * Known answers of the generator's authors (Random123, tests/kat_vectors): counter, key, result.
 */
export const PHILOX_ANSWERS = [
  [0, 0, 0, 0, 0, 0, 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
  [
    0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0x408f276d, 0x41c83b0e,
    0xa20bc7c6, 0x6d5451fd,
  ],
  [
    0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0, 0xd16cfe09, 0x94fdcceb,
    0x5001e420, 0x24126ea1,
  ],
];

/** Words of unequal sizes: small, large, and all bits in between. */
export function variedWords(count: number): Uint32Array {
  const words = new Uint32Array(count);
  for (let i = 0; i < count; i++)
    words[i] = Math.imul(i + 1, 0x9e3779b1) >>> (i % 3 === 0 ? 0 : (i * 7) % 32);
  return words;
}

const PHILOX_BODY = `
  let c = vec4u(inputs[6u * k], inputs[6u * k + 1u], inputs[6u * k + 2u], inputs[6u * k + 3u]);
  let words = philox4x32(c, vec2u(inputs[6u * k + 4u], inputs[6u * k + 5u]));
  for (var i = 0u; i < 4u; i++) { outputs[4u * k + i] = words[i]; }`;

const SHIFTS = [9, 11, 16];
const SHIFT_BODY = SHIFTS.map(
  (bits, i) => `outputs[${SHIFTS.length}u * k + ${i}u] = shift_right_${bits}(inputs[k]);`,
).join('\n');

/** Words of every pattern in the bits that stay and in those that go, and of every single bit. */
async function checkShift(shaders: Library, name: Shift): Promise<void> {
  const words = variedWords(65_536);
  const edges = Array.from({ length: 32 }, (_, bit) => [1 << bit, ~(1 << bit), (1 << bit) - 1]);
  const inputs = Uint32Array.from([...words, ...edges.flat()]);
  const expected = [...inputs].flatMap((word) => SHIFTS.map((bits) => word >>> bits));
  const found = await probe(shaders, [`shift/${name}`], SHIFT_BODY, inputs, 1, SHIFTS.length);
  sameWords(`shifts, ${name}`, found, Uint32Array.from(expected));
}

export const checkNativeShift = (shaders: Library) => checkShift(shaders, 'native');
export const checkShiftByFloat = (shaders: Library) => checkShift(shaders, 'by-float');

export async function checkRandom(shaders: Library): Promise<void> {
  const answers = Uint32Array.from(PHILOX_ANSWERS.flatMap((row) => row.slice(0, 6)));
  const files = ['spec', 'random', 'generator/sfc32'];
  sameWords(
    'philox4x32 known answers',
    await probe(shaders, files, PHILOX_BODY, answers, 6, 4),
    PHILOX_ANSWERS.flatMap((row) => row.slice(6)),
  );
  const inputs = variedWords(6 * 65_536);
  const expected = new Uint32Array(4 * 65_536);
  for (let k = 0; k < 65_536; k++) {
    const [c0, c1, c2, c3, k0, k1] = inputs.subarray(6 * k, 6 * k + 6);
    philox4x32(c0, c1, c2, c3, k0, k1, expected.subarray(4 * k, 4 * k + 4));
  }
  sameWords('philox4x32', await probe(shaders, files, PHILOX_BODY, inputs, 6, 4), expected);
}

async function checkGenerator(
  shaders: Library,
  name: string,
  make: (key: readonly [number, number]) => Stream,
) {
  const streams = 2048;
  const pairs = 64;
  const inputs = variedWords(4 * streams);
  const body = `
  var stream = start_stream(stream_seed(vec4u(inputs[4u * k], 0u, inputs[4u * k + 2u], inputs[4u * k + 3u]), runs[0].key), inputs[4u * k + 1u]);
  for (var i = 0u; i < ${pairs}u; i++) {
    let words = next_words(stream);
    outputs[${2 * pairs}u * k + 2u * i] = words.first;
    outputs[${2 * pairs}u * k + 2u * i + 1u] = words.second;
    stream = words.stream;
  }`;
  const stream = make(runParameters(parseSpec({})).key);
  const expected = new Uint32Array(2 * pairs * streams);
  const words = new Int32Array(2 * pairs);
  for (let k = 0; k < streams; k++) {
    const [particle, block, place, cell] = inputs.subarray(4 * k, 4 * k + 4);
    stream.start(particle, block, place, cell);
    stream.fill(words, 2 * pairs);
    expected.set(words, 2 * pairs * k);
  }
  const files = ['spec', 'random', `generator/${name}`];
  sameWords(`words of ${name}`, await probe(shaders, files, body, inputs, 4, 2 * pairs), expected);
}

export const checkSfc32 = (shaders: Library) =>
  checkGenerator(shaders, 'sfc32', (key) => new Sfc32(key));
export const checkPhilox4x32 = (shaders: Library) =>
  checkGenerator(shaders, 'philox4x32', (key) => new Philox4x32(key));

/** Keyed orders of many lengths, at every place of the short ones. */
export async function checkPermutation(shaders: Library): Promise<void> {
  const words = variedWords(6 * 20_000);
  const rows: number[][] = [];
  for (let k = 0; k < 20_000; k++) {
    const [place, count, ...keys] = words.subarray(6 * k, 6 * k + 6);
    const length = k < 4000 ? 3 + (k % 61) : 3 + (count % 65_534);
    rows.push([k < 4000 ? k % length : place % length, length, ...keys]);
  }
  const halvesOf = (count: number) => {
    const bits = Math.max(2, Math.ceil(Math.log2(count)));
    return { lowBits: bits >> 1, highBits: bits - (bits >> 1) };
  };
  const inputs = Uint32Array.from(
    rows.flatMap(([place, count, ...keys]) => {
      const { lowBits, highBits } = halvesOf(count);
      return [place, count, lowBits, highBits, ...keys];
    }),
  );
  const body = `
  let at = 8u * k;
  let keys = vec4u(inputs[at + 4u], inputs[at + 5u], inputs[at + 6u], inputs[at + 7u]);
  outputs[k] = ordered(inputs[at], inputs[at + 1u], Halves(inputs[at + 2u], inputs[at + 3u]), keys);`;
  const expected = rows.map(([place, count, ...keys]) =>
    ordered(place, count, halvesOf(count), keys),
  );
  sameWords('ordered', await probe(shaders, ['spec', 'permutation'], body, inputs, 8, 1), expected);
}
