// Symmetric stable numbers of index alpha, whose characteristic function is exp(-|t|^alpha):
// Chambers, Mallows and Stuck (1976), equation 2.3 without skewness. The mean of a batch is one
// number of the same law, scaled. xi and what eta has of its own take two words each. Interface of
// this folder: see gaussian.wgsl. CPU twin: engine/cpu/noise/alpha-stable.ts.

struct Noise { stream: Stream }

fn start_noise(position: Seed, seed: Seed) -> Noise {
  return Noise(start_stream(seed, position.y));
}

fn skip_noise(noise: Noise, steps: u32) -> Noise {
  return Noise(skip_pairs(noise.stream, steps * 2u));
}

fn refill_noise(noise: Noise) -> Noise { return noise; }

// With the angle V = pi (1/2 - tail) and W exponential:
//   sin(alpha V) / cos(V)^(1 / alpha) (cos((1 - alpha) V) / W)^((1 - alpha) / alpha)
// Sines are taken of what is left to their nearest zero, which no difference has rounded.
fn stable(angle_word: u32, size_word: u32) -> f32 {
  let alpha = runs[cell].shape;
  let tail = open_integer(angle_word) * 2.3283064365386963e-10; // 0 to 1/2
  let near = alpha * (0.5 - tail);
  let far = fma(alpha, tail, 1.0 - 0.5 * alpha);
  let turn = min(near, far);
  let slant = abs(1.0 - alpha);
  let rest = fma(slant, tail, 0.5 - 0.5 * slant);
  let sine = turn * sin_polynomial(turn * turn);
  let foot = natural_log(tail * sin_polynomial(tail * tail));
  let bend = natural_log(rest * sin_polynomial(rest * rest) / (0.5 * minus_two_log(open_integer(size_word))));
  let exponent = fma((1.0 - alpha) / alpha, bend, -foot / alpha) + runs[cell].log_scale;
  return bitcast<f32>(bitcast<u32>(sine * natural_exponential(exponent)) | (angle_word & 0x80000000u));
}

fn draw_noise(noise: Noise, rates: Rates) -> Draw {
  let first = next_words(noise.stream);
  let second = next_words(first.stream);
  let z = vec2f(stable(first.first, first.second), stable(second.first, second.second));
  return Draw(vec2f(z.x, fma(rates.rho, z.x, rates.rho_complement * z.y)), Noise(second.stream));
}
