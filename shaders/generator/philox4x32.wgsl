// Philox4x32-10 for every two words: slower, unrelated to sfc32, to confirm a result with. The
// place's own Philox words become the key and half the counter of the stream; the other half counts
// blocks and pairs. Interface of this folder: Stream, start_stream of a block, next_words. CPU twin:
// engine/cpu/generator/philox4x32.ts.

struct Stream { seed: vec4u, block: u32, pairs: u32 }

fn start_stream(seed: Seed, block: Word) -> Stream {
  return Stream(seed, block, 0u);
}

fn next_words(stream: Stream) -> Words {
  let words = philox4x32(vec4u(stream.pairs, stream.block, stream.seed.zw), stream.seed.xy);
  return Words(words.x, words.y, Stream(stream.seed, stream.block, stream.pairs + 1u));
}
