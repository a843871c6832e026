import { binSlot, flushTiny } from '../../../src/engine/cpu/bins';
import { normalPairs, openInteger, roundedInteger } from '../../../src/engine/cpu/normal';
import { close, sameWords } from '../../support/compare';
import { floatsOf, type Library, probe, wordsOf } from '../../support/gpu';
import { NORMAL } from '../../support/tolerances';
import { variedWords } from './words';

/** Functions from words and numbers to numbers. */

/**
 * Words at the borders of the normal transform: ends, the cut at 2^23, octaves and their
 * neighbours.
 */
function borderWords(): number[] {
  const words = [
    0, 1, 2, 127, 128, 255, 256, 0x7ffffe, 0x7fffff, 0x800000, 0x800001, 0x8000ff, 0x800100,
  ];
  for (let bit = 0; bit < 31; bit++) for (const step of [-1, 0, 1]) words.push(2 ** bit + step);
  for (let bit = 8; bit < 31; bit++) words.push(Math.round(Math.SQRT1_2 * 2 ** bit));
  words.push(0x7fffffff, 0x7fffff00, 0x7fffff80);
  return [...words, ...words.map((word) => word | 0x80000000)].map((word) => word >>> 0);
}

export async function checkNormal(shaders: Library): Promise<void> {
  const borders = borderWords();
  const grid = borders.flatMap((radius) => borders.map((angle) => [radius, angle])).flat();
  const inputs = Uint32Array.from([...grid, ...variedWords(131_072)]);
  const files = ['spec', 'normal'];
  const body = `
  let z = normal_pair(inputs[2u * k], inputs[2u * k + 1u]);
  outputs[4u * k] = bitcast<u32>(z.x);
  outputs[4u * k + 1u] = bitcast<u32>(z.y);
  outputs[4u * k + 2u] = bitcast<u32>(open_integer(inputs[2u * k]));
  outputs[4u * k + 3u] = bitcast<u32>(rounded_integer(inputs[2u * k]));`;
  const actual = floatsOf(await probe(shaders, files, body, inputs, 2, 4));
  const pairs = inputs.length / 2;
  const first = new Float64Array(pairs);
  const second = new Float64Array(pairs);
  normalPairs(new Int32Array(inputs.buffer), 0, pairs, first, second);
  const expected = Float64Array.from(
    { length: 2 * pairs },
    (_, i) => (i % 2 ? second : first)[i >> 1],
  );
  for (const [name, place, integerOf] of [
    ['open_integer', 2, openInteger],
    ['rounded_integer', 3, roundedInteger],
  ] as const)
    sameWords(
      name,
      actual.filter((_, i) => i % 4 === place),
      Float64Array.from({ length: pairs }, (_, k) => integerOf(inputs[2 * k] | 0)),
    );
  close(
    'normal_pair',
    actual.filter((_, i) => i % 4 < 2),
    expected,
    NORMAL,
  );
}

export async function checkBins(shaders: Library): Promise<void> {
  for (const edges of [
    Float32Array.of(-1, 1),
    Float32Array.of(0, 0.5, 1, 2),
    Float32Array.of(2 ** -126, 2 ** -125),
    Float32Array.from({ length: 514 }, (_, i) => Math.sinh((i - 256) / 40)),
  ]) {
    const values: number[] = [
      0,
      -0,
      1e-40,
      -1e-40,
      2 ** -126,
      -(2 ** -126),
      1.5 * 2 ** -126,
      1e30,
      -1e30,
    ];
    for (const edge of edges) values.push(edge, ...neighbours(edge));
    const inputs = wordsOf(Float32Array.from(values));
    const body = `outputs[k] = bin_slot(flush_tiny(bitcast<f32>(inputs[k]), bitcast<f32>(0x01000000u)), 0u, ${edges.length - 1}u);`;
    const actual = await probe(shaders, ['spec', 'bins'], body, inputs, 1, 1, {}, edges);
    sameWords(
      'bin_slot',
      actual,
      Array.from(floatsOf(inputs), (value) => binSlot(flushTiny(value, 2 ** -125), edges)),
    );
  }
}

function neighbours(value: number): number[] {
  const floats = Float32Array.of(value);
  const words = wordsOf(floats);
  return [-1, 1]
    .map((step) => floatsOf(Uint32Array.of(words[0] + step))[0])
    .filter(Number.isFinite);
}
