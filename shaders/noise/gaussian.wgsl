// Two correlated standard normals a step, two words. Interface of this folder: Noise, start_noise
// at a block of the stream with a seed, skip_noise over its first strides, refill_noise before the first step of every
// stride, draw_noise -> (xi, eta) with unit variance and correlation rho. CPU twin:
// engine/cpu/noise/gaussian.ts.

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
  let z = normal_pair(words.first, words.second);
  return Draw(Pair(z.x, fma(Number(rates.rho), z.x, rates.rho_complement * z.y)), Noise(words.stream));
}
