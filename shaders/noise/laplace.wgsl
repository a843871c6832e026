// Means of batch_size Laplace numbers, scaled by sqrt(batch_size) to unit variance: for each sample
// a word for xi and one for what eta has of its own, 31 bits for the size and one for the sign.
// Interface of this folder: see gaussian.wgsl. CPU twin: engine/cpu/noise/laplace.ts.

struct Noise { stream: Stream }

fn start_noise(position: Seed, seed: Seed) -> Noise {
  return Noise(start_stream(seed, position.y));
}

fn skip_noise(noise: Noise, steps: u32) -> Noise {
  return Noise(skip_pairs(noise.stream, steps * runs[cell].batch_size));
}

fn refill_noise(noise: Noise) -> Noise { return noise; }

// -2 ln u with a random sign.
fn signed_log(word: u32) -> f32 {
  return bitcast<f32>(bitcast<u32>(minus_two_log(rounded_integer(word))) | (word & 0x80000000u));
}

fn draw_noise(noise: Noise, rates: Rates) -> Draw {
  var stream = noise.stream;
  var sum = vec2f();
  for (var sample = 0u; sample < runs[cell].batch_size; sample++) {
    let words = next_words(stream);
    stream = words.stream;
    sum += vec2f(signed_log(words.first), signed_log(words.second));
  }
  // -ln u has variance 2 with a random sign.
  let z = sum * (0.3535533905932738 * inverseSqrt(f32(runs[cell].batch_size)));
  return Draw(vec2f(z.x, fma(rates.rho, z.x, rates.rho_complement * z.y)), Noise(stream));
}
