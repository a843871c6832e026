// Philox4x32 with 10 rounds: 128 bits of position and 64 bits of key to 128 random bits. Source:
// Salmon, Moraes, Dror, Shaw (2011), "Parallel random numbers: as easy as 1, 2, 3". CPU twin:
// engine/cpu/random.ts.

// High word of a 32 x 32 bit product; WGSL has none.
fn multiply_high(a: u32, b: Word) -> Word {
  let a_low = a & 0xffffu;
  let a_high = a >> 16u; // of a constant: no instruction
  let b_low = b & Word(0xffffu);
  let b_high = shift_right_16(b);
  let low_low = a_low * b_low;
  let high_low = a_high * b_low + shift_right_16(low_low);
  let low_high = a_low * b_high + (high_low & Word(0xffffu));
  return a_high * b_high + shift_right_16(high_low) + shift_right_16(low_high);
}

fn philox4x32(position: Seed, key: vec2u) -> Seed {
  var c = position;
  var k = key;
  for (var round = 0u; round < 10u; round++) {
    c = Seed(
      multiply_high(0xcd9e8d57u, c.z) ^ c.y ^ Word(k.x),
      0xcd9e8d57u * c.z,
      multiply_high(0xd2511f53u, c.x) ^ c.w ^ Word(k.y),
      0xd2511f53u * c.x,
    );
    k += vec2u(0x9e3779b9u, 0xbb67ae85u);
  }
  return c;
}

// Where in the stream of random words the particles of an invocation are.
fn stream_position(particle: u32, block: u32, purpose: u32, coordinate: u32) -> Seed {
  return Seed(counted_from(particle), Word(block), Word(purpose * 256u + coordinate), Word(runs[cell].cell));
}

// What the streams of all blocks at a place are made of: Philox of the place alone, without the block.
fn stream_seed(position: Seed, key: vec2u) -> Seed {
  return philox4x32(Seed(position.x, Word(), position.z, position.w), key);
}

// One block's 128 bits, of the seed and the block's number: pcg4d with a third round, a bijection
// that costs an eighth of Philox. Source: Jarzynski and Olano (2020), "Hash functions for GPU
// rendering".
fn block_state(seed: Seed, block: Word) -> Seed {
  var s = mixed_seed(Seed(seed.x, seed.y + block * 0x9e3779b9u, seed.z, seed.w));
  s = mixed_seed(folded_seed(s));
  return mixed_seed(folded_seed(s));
}

fn mixed_seed(seed: Seed) -> Seed {
  let x = seed.x + seed.y * seed.w;
  let y = seed.y + seed.z * x;
  let z = seed.z + x * y;
  return Seed(x, y, z, seed.w + y * z);
}

fn folded_seed(s: Seed) -> Seed {
  return Seed(s.x ^ shift_right_16(s.x), s.y ^ shift_right_16(s.y), s.z ^ shift_right_16(s.z), s.w ^ shift_right_16(s.w));
}

// Two random words and the stream behind them. Streams are values: software adapters pay for every
// variable that a loop stores.
struct Words { first: Word, second: Word, stream: Stream }

fn skip_pairs(stream: Stream, pairs: u32) -> Stream {
  var skipped = stream;
  for (var pair = 0u; pair < pairs; pair++) { skipped = next_words(skipped).stream; }
  return skipped;
}
