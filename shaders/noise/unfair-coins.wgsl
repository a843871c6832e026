// Means of batch_size unfair coins, scaled by sqrt(batch_size) to unit variance, from numbers of
// heads: for each sample one word that is heads below a threshold, and one that lets eta follow xi
// below a threshold, and is a coin of its own above it. Interface of this folder: see gaussian.wgsl.
// CPU twin: engine/cpu/noise/unfair-coins.ts.

struct Noise { stream: Stream }

fn start_noise(position: Seed, seed: Seed) -> Noise {
  return Noise(start_stream(seed, position.y));
}

fn skip_noise(noise: Noise, steps: u32) -> Noise {
  return Noise(skip_pairs(noise.stream, steps * runs[cell].batch_size));
}

fn refill_noise(noise: Noise) -> Noise { return noise; }

fn draw_noise(noise: Noise, rates: Rates) -> Draw {
  var stream = noise.stream;
  var heads = vec2u();
  for (var sample = 0u; sample < runs[cell].batch_size; sample++) {
    let words = next_words(stream);
    stream = words.stream;
    let first = words.first < runs[cell].heads_threshold;
    let follows = (words.second < runs[cell].follow_threshold) | (rates.follow != 0u);
    let second = select(words.second < runs[cell].own_threshold, first, follows);
    heads += vec2u(u32(first), u32(second));
  }
  let z = fma(vec2f(heads), vec2f(runs[cell].coin_unit), vec2f(-runs[cell].coin_offset));
  return Draw(vec2f(z.x, select(z.y, -z.y, rates.rho < 0.0)), Noise(stream));
}
