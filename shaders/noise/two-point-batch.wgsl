// Means of batch_size fair signs, scaled by sqrt(batch_size) to unit variance: for each sample one
// word, whose highest bit is xi's sign, and one compared with a threshold, which says whether eta's
// sign follows: any rho. Interface of this folder: see gaussian.wgsl. CPU twin:
// engine/cpu/noise/two-point-batch.ts.

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
  var sum = vec2f();
  for (var sample = 0u; sample < runs[cell].batch_size; sample++) {
    let words = next_words(stream);
    stream = words.stream;
    let xi = words.first & 0x80000000u;
    let follows = words.second < runs[cell].agreement_threshold || rates.follow != 0u;
    let eta = xi ^ select(0x80000000u, 0u, follows) ^ rates.flip;
    sum += bitcast<vec2f>(vec2u(xi, eta) | vec2u(0x3f800000u));
  }
  return Draw(sum * inverseSqrt(f32(runs[cell].batch_size)), Noise(stream));
}
