// start_a + start_b * standard normal. Interface of this folder: start_position. CPU twin:
// engine/cpu/start/gaussian.ts.

fn start_position(particle: u32, coordinate: u32) -> f32 {
  let seed = stream_seed(stream_position(particle, 0u, PURPOSE_START, coordinate), runs[cell].key);
  let words = next_words(start_stream(seed, 0u));
  let z = normal_pair(words.first, words.second).x;
  return runs[cell].start_a[coordinate / 4u][coordinate % 4u] + runs[cell].start_b[coordinate / 4u][coordinate % 4u] * z;
}
