// start_a + start_b * uniform on the open unit interval (24 bits, exact in float32).
// Interface of this folder: start_position. CPU twin: engine/cpu/start/uniform.ts.

fn start_position(particle: u32, coordinate: u32) -> f32 {
  let seed = stream_seed(stream_position(particle, 0u, PURPOSE_START, coordinate), runs[cell].key);
  let words = next_words(start_stream(seed, 0u));
  let u = (f32(shift_right_9(words.first)) + 0.5) * 1.1920928955078125e-7;
  return runs[cell].start_a[coordinate / 4u][coordinate % 4u] + runs[cell].start_b[coordinate / 4u][coordinate % 4u] * u;
}
