import { describe, expect, it } from 'vitest';
import { Sfc32 } from '../../../src/engine/cpu/generator/sfc32';
import { blockState } from '../../../src/engine/cpu/random';

/**
 * Known answers of version 4 of the random stream, from the program that the batteries of
 * tests/random-quality read: written apart from the engines.
 */

/** Seed, block, state of the block. */
const BLOCKS = [
  [0, 0, 0, 0, 1, 0, 0x9e3779b9, 0, 0],
  [1, 2, 3, 4, 0, 0x6ae2a617, 0xfeaeb6d5, 0x32a28399, 0x11f6af30],
  [
    0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0x1efea280, 0x65009d15, 0xdbebbfbc,
    0x29cc10bc,
  ],
  [
    0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x4d4c7920, 0xa252a326, 0x355cde08,
    0x8643e4af,
  ],
];

const KEY = [1157273989, 671118191] as const;
/** Particle, block, and the first four words of the noise of its first coordinate. */
const WORDS = [
  [0, 0, 0x2948211e, 0xcdef3ad1, 0x71e58596, 0x08961757],
  [0, 1, 0x60cc0c36, 0x730a9801, 0x63198b8a, 0xa707bb5c],
  [0, 0x3ffffff, 0x86b38a80, 0x60d88fe1, 0x6ae002f8, 0xa954f920],
  [1, 0, 0x1344c45b, 0xc037f93c, 0x36c14d81, 0x97d8e431],
  [1, 1, 0x955cd67b, 0x3f06676e, 0x908bfe2c, 0x32c907a5],
  [1, 0x3ffffff, 0x336c55d3, 0x73f360e2, 0x59f6e049, 0x0fa0277f],
  [0xffffffff, 0, 0x4c67735c, 0x533ccea0, 0x6ccda7d8, 0x0faa33b5],
  [0xffffffff, 1, 0xbeca1894, 0x9141bb67, 0xa3d9d037, 0xc8b9345c],
  [0xffffffff, 0x3ffffff, 0xe7a2bbf8, 0xd1cbb55f, 0xeaeb7596, 0xa7123b5e],
];

describe('the random stream', () => {
  it.each(BLOCKS)('has the state of a block: %i %i %i %i, block %i', (...row) => {
    const state = new Uint32Array(4);
    blockState(Uint32Array.from(row.slice(0, 4)), row[4], state);
    expect([...state]).toEqual(row.slice(5));
  });

  // One stream for all: the seed that it keeps is that of the place it was last at.
  const stream = new Sfc32(KEY);
  it.each(WORDS)('has its words: particle %i, block %i', (particle, block, ...expected) => {
    const words = new Int32Array(4);
    stream.start(particle, block, 256, 0);
    stream.fill(words, 4);
    expect([...new Uint32Array(words.buffer)]).toEqual(expected);
  });
});
