// A strong seed for a fast stream: sfc32 (Doty-Humphrey, PractRand), all 128 bits of state from Philox4x32-10 of the position.
// Interface of this folder: Stream, start_stream, next_word. CPU twin: engine/cpu/generator/sfc32.ts.

struct Stream { a: u32, b: u32, c: u32, counter: u32 }

fn start_stream(position: vec4u, key: vec2u) -> Stream {
  let seed = philox4x32(position, key);
  return Stream(seed.x, seed.y, seed.z, seed.w);
}

fn next_word(stream: ptr<function, Stream>) -> u32 {
  let word = (*stream).a + (*stream).b + (*stream).counter;
  (*stream).counter += 1u;
  (*stream).a = (*stream).b ^ ((*stream).b >> 9u);
  (*stream).b = (*stream).c * 9u; // c + (c << 3): multiplies are cheaper than left shifts on software adapters
  (*stream).c = (((*stream).c * 2097152u) | ((*stream).c >> 11u)) + word; // rotate left by 21
  return word;
}
