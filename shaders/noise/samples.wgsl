// Minibatches of a stored set with replacement: each sample takes two words, which say which one it
// is. Sums are of float32, of mean 0 over the set. Interface of this folder: see gaussian.wgsl. CPU
// twin: engine/cpu/noise/samples.ts.

@group(0) @binding(7) var<storage, read> samples: array<vec2i>; // [sample], (xi, eta) in units of (xi_unit, eta_unit)

struct Noise { stream: Stream }

fn start_noise(position: Seed, seed: Seed) -> Noise {
  return Noise(start_stream(seed, position.y));
}

fn skip_noise(noise: Noise, steps: u32) -> Noise {
  return Noise(skip_pairs(noise.stream, steps * runs[cell].batch_size));
}

fn refill_noise(noise: Noise) -> Noise { return noise; }

// The whole part of count u, where u is the 64-bit fraction of both words: no sample is more likely
// than another by more than count / 2^64 of 1 / count.
fn index_of(first: u32, second: u32, count: u32) -> u32 {
  let low = first * count;
  let carried = low + multiply_high(second, count);
  return multiply_high(first, count) + select(0u, 1u, carried < low);
}

fn draw_noise(noise: Noise, rates: Rates) -> Draw {
  var stream = noise.stream;
  var sum = vec2f();
  for (var sample = 0u; sample < runs[cell].batch_size; sample++) {
    let words = next_words(stream);
    stream = words.stream;
    sum += vec2f(samples[index_of(words.first, words.second, runs[cell].sample_count)]);
  }
  let unit = vec2f(runs[cell].xi_unit, runs[cell].eta_unit) * inverseSqrt(f32(runs[cell].batch_size));
  return Draw(sum * unit, Noise(stream));
}
