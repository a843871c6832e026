// Noise of linear regression on batch_size samples with normal inputs x and targets y:
// xi = (1 - x^2) / sqrt(2) and eta = x y, means of a batch scaled by sqrt(batch_size). The sum of
// the squares is chi-squared, and given the inputs the sum of the x y is normal. Two squares make
// one -2 ln u; the last pair of words is a pair of normals: y, and the odd square. Interface of this
// folder: see gaussian.wgsl. CPU twin: engine/cpu/noise/chi-squared.ts.

struct Noise { stream: Stream }

fn start_noise(position: Seed, seed: Seed) -> Noise {
  return Noise(start_stream(seed, position.y));
}

// Pairs of words before the last: four squares each.
fn square_pairs() -> u32 { return (runs[cell].batch_size + 2u) / 4u; }

fn skip_noise(noise: Noise, steps: u32) -> Noise {
  return Noise(skip_pairs(noise.stream, steps * (square_pairs() + 1u)));
}

fn refill_noise(noise: Noise) -> Noise { return noise; }

fn draw_noise(noise: Noise, rates: Rates) -> Draw {
  var stream = noise.stream;
  var squares = 0.0;
  for (var pair = 0u; pair < square_pairs(); pair++) {
    let words = next_words(stream);
    stream = words.stream;
    squares += minus_two_log(rounded_integer(words.first));
    // The last pair of words may have squares to spare.
    let spare = 4u * pair + 4u > runs[cell].batch_size - runs[cell].batch_size % 2u;
    squares += select(minus_two_log(rounded_integer(words.second)), 0.0, spare);
  }
  let words = next_words(stream);
  let z = normal_pair(words.first, words.second);
  squares += select(0.0, z.x * z.x, runs[cell].batch_size % 2u == 1u);
  let size = f32(runs[cell].batch_size);
  let xi = (size - squares) * (0.7071067811865476 * inverseSqrt(size));
  return Draw(vec2f(xi, sqrt(squares / size) * z.y), Noise(words.stream));
}
