// One standard normal a step, in place of xi and eta: both numbers of a pair, one after the other.
// Only for losses that put it to use: loss/saddle-of-one-normal.wgsl. Interface of this folder: see
// gaussian.wgsl. CPU twin: engine/cpu/noise/one-normal.ts.

struct Noise { stream: Stream, next: f32, after: f32 }

fn start_noise(position: vec4u, seed: vec4u) -> Noise {
  return Noise(start_stream(seed, position.y), 0.0, 0.0);
}

fn skip_noise(noise: Noise, steps: u32) -> Noise {
  return Noise(skip_pairs(noise.stream, steps / 2u), 0.0, 0.0);
}

fn refill_noise(noise: Noise) -> Noise {
  let words = next_words(noise.stream);
  let z = normal_pair(words.first, words.second);
  return Noise(words.stream, z.x, z.y);
}

fn draw_noise(noise: Noise, rates: Rates) -> Draw {
  return Draw(vec2f(noise.next, 0.0), Noise(noise.stream, noise.after, noise.next));
}
