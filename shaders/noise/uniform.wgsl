// Means of batch_size numbers that are uniform on (-sqrt(3), sqrt(3)), scaled by sqrt(batch_size) to
// unit variance: for each sample a word for xi and one for what eta has of its own. Interface of
// this folder: see gaussian.wgsl. CPU twin: engine/cpu/noise/uniform.ts.

const UNIFORM_UNIT = 8.065485681270286e-10; // sqrt(3) / 2^31

struct Noise { stream: Stream }

fn start_noise(position: Seed, seed: Seed) -> Noise {
  return Noise(start_stream(seed, position.y));
}

fn skip_noise(noise: Noise, steps: u32) -> Noise {
  return Noise(skip_pairs(noise.stream, steps * runs[cell].batch_size));
}

fn refill_noise(noise: Noise) -> Noise { return noise; }

// The 24 high bits of a word as an odd number, between -2^31 and 2^31.
fn centred(word: u32) -> f32 { return f32(bitcast<i32>((word & 0xffffff00u) | 0x80u)); }

fn draw_noise(noise: Noise, rates: Rates) -> Draw {
  var stream = noise.stream;
  var sum = vec2f();
  for (var sample = 0u; sample < runs[cell].batch_size; sample++) {
    let words = next_words(stream);
    stream = words.stream;
    sum += vec2f(centred(words.first), centred(words.second));
  }
  let z = sum * (UNIFORM_UNIT * inverseSqrt(f32(runs[cell].batch_size)));
  return Draw(vec2f(z.x, fma(rates.rho, z.x, rates.rho_complement * z.y)), Noise(stream));
}
