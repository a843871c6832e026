// Philox4x32-10 for every two words: slower, unrelated to sfc32, to confirm a result with. The
// position's own Philox words become the key and half the counter of the stream; the other half
// counts its pairs. Interface of this folder: Stream, start_stream, next_words. CPU twin:
// engine/cpu/generator/philox4x32.ts.

struct Stream { seed: vec4u, pairs: u32 }

fn start_stream(position: vec4u, key: vec2u) -> Stream {
  return Stream(philox4x32(position, key), 0u);
}

fn next_words(stream: Stream) -> Words {
  let words = philox4x32(vec4u(stream.pairs, 0u, stream.seed.zw), stream.seed.xy);
  return Words(words.x, words.y, Stream(stream.seed, stream.pairs + 1u));
}
