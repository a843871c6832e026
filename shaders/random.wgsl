// Philox4x32 with 10 rounds: 128 bits of position and 64 bits of key to 128 random bits. Source:
// Salmon, Moraes, Dror, Shaw (2011), "Parallel random numbers: as easy as 1, 2, 3". CPU twin:
// engine/cpu/random.ts.

// High word of a 32 x 32 bit product; WGSL has none.
fn multiply_high(a: u32, b: u32) -> u32 {
  let a_low = a & 0xffffu;
  let a_high = a >> 16u; // of a constant: no instruction
  let b_low = b & 0xffffu;
  let b_high = shift_right_16(b);
  let low_low = a_low * b_low;
  let high_low = a_high * b_low + shift_right_16(low_low);
  let low_high = a_low * b_high + (high_low & 0xffffu);
  return a_high * b_high + shift_right_16(high_low) + shift_right_16(low_high);
}

fn philox4x32(position: vec4u, key: vec2u) -> vec4u {
  var c = position;
  var k = key;
  for (var round = 0u; round < 10u; round++) {
    c = vec4u(
      multiply_high(0xcd9e8d57u, c.z) ^ c.y ^ k.x,
      0xcd9e8d57u * c.z,
      multiply_high(0xd2511f53u, c.x) ^ c.w ^ k.y,
      0xd2511f53u * c.x,
    );
    k += vec2u(0x9e3779b9u, 0xbb67ae85u);
  }
  return c;
}

// What the streams of all blocks at a place are made of: Philox of the place alone, without the block.
fn stream_seed(position: vec4u, key: vec2u) -> vec4u {
  return philox4x32(vec4u(position.x, 0u, position.z, position.w), key);
}

// One block's 128 bits, of the seed and the block's number: pcg4d with a third round, a bijection
// that costs an eighth of Philox. Source: Jarzynski and Olano (2020), "Hash functions for GPU
// rendering".
fn block_state(seed: vec4u, block: u32) -> vec4u {
  var s = mixed_seed(vec4u(seed.x, seed.y + block * 0x9e3779b9u, seed.z, seed.w));
  s = mixed_seed(folded_seed(s));
  return mixed_seed(folded_seed(s));
}

fn mixed_seed(seed: vec4u) -> vec4u {
  let x = seed.x + seed.y * seed.w;
  let y = seed.y + seed.z * x;
  let z = seed.z + x * y;
  return vec4u(x, y, z, seed.w + y * z);
}

fn folded_seed(s: vec4u) -> vec4u {
  return s ^ vec4u(shift_right_16(s.x), shift_right_16(s.y), shift_right_16(s.z), shift_right_16(s.w));
}

// Two random words and the stream behind them. Streams are values: software adapters pay for every
// variable that a loop stores.
struct Words { first: u32, second: u32, stream: Stream }

fn skip_pairs(stream: Stream, pairs: u32) -> Stream {
  var skipped = stream;
  for (var pair = 0u; pair < pairs; pair++) { skipped = next_words(skipped).stream; }
  return skipped;
}
