// A strong seed for a fast stream: sfc32 (Doty-Humphrey, PractRand), all 128 bits of state from
// `block_state` of the seed. Interface of this folder: Stream, start_stream of a block, next_words.
// CPU twin: engine/cpu/generator/sfc32.ts.

struct Stream { a: Word, b: Word, c: Word, counter: Word }

fn start_stream(seed: Seed, block: Word) -> Stream {
  let state = block_state(seed, block);
  return Stream(state.x, state.y, state.z, state.w);
}

// Left shifts are written as multiplies, which are cheaper on software adapters and the same
// elsewhere.
fn next_words(s: Stream) -> Words {
  let first = s.a + s.b + s.counter;
  let a = s.b ^ shift_right_9(s.b);
  let b = s.c * 9u; // c + (c << 3)
  let c = ((s.c * 2097152u) | shift_right_11(s.c)) + first; // rotate left by 21, add
  let second = a + b + s.counter + 1u;
  return Words(
    first,
    second,
    Stream(b ^ shift_right_9(b), c * 9u, ((c * 2097152u) | shift_right_11(c)) + second, s.counter + 2u),
  );
}
