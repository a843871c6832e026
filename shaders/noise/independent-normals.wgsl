// gaussian.wgsl where xi and eta are not correlated: the same numbers, without mixing them.
// Interface of this folder: see gaussian.wgsl. CPU twin: engine/cpu/noise/gaussian.ts.

struct Noise { stream: Stream }

fn start_noise(position: Seed, seed: Seed) -> Noise {
  return Noise(start_stream(seed, position.y));
}

fn skip_noise(noise: Noise, steps: u32) -> Noise {
  return Noise(skip_pairs(noise.stream, steps));
}

fn refill_noise(noise: Noise) -> Noise { return noise; }

fn draw_noise(noise: Noise, rates: Rates) -> Draw {
  let words = next_words(noise.stream);
  return Draw(normal_pair(words.first, words.second), Noise(words.stream));
}
