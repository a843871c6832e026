// Philox4x32-10 for every four words: slower, unrelated to sfc32, to confirm a result with.
// The position's own Philox words become the key and half the counter of the stream; the other half counts its quadruples.
// Interface of this folder: Stream, start_stream, next_word. CPU twin: engine/cpu/generator/philox4x32.ts.

struct Stream { seed: vec4u, words: vec4u, drawn: u32 }

fn start_stream(position: vec4u, key: vec2u) -> Stream {
  return Stream(philox4x32(position, key), vec4u(), 0u);
}

fn next_word(stream: ptr<function, Stream>) -> u32 {
  let lane = (*stream).drawn & 3u;
  if (lane == 0u) {
    (*stream).words = philox4x32(vec4u((*stream).drawn >> 2u, 0u, (*stream).seed.zw), (*stream).seed.xy);
  }
  (*stream).drawn += 1u;
  return (*stream).words[lane];
}
