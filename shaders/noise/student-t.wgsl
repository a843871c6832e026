// Means of batch_size numbers of Student's t law, scaled by sqrt(batch_size): Bailey (1994), the
// transform of Box and Muller with another radius. xi and what eta has of its own are the two
// coordinates of one point of the plane, which share its radius. Interface of this folder: see
// gaussian.wgsl. CPU twin: engine/cpu/noise/student-t.ts.

struct Noise { stream: Stream }

fn start_noise(position: Seed, seed: Seed) -> Noise {
  return Noise(start_stream(seed, position.y));
}

fn skip_noise(noise: Noise, steps: u32) -> Noise {
  return Noise(skip_pairs(noise.stream, steps * runs[cell].batch_size));
}

fn refill_noise(noise: Noise) -> Noise { return noise; }

// The direction as in normal_pair; the radius is sqrt(nu (u^(-2 / nu) - 1)), where y = -2 ln u / nu.
fn student_pair(radius_word: u32, angle_word: u32, nu: f32) -> vec2f {
  let y = minus_two_log(rounded_integer(radius_word)) / nu;
  let radius = sqrt(-nu * exponential_less_one(-y)) * natural_exponential(0.5 * y);
  return radius * direction(radius_word, angle_word);
}

fn draw_noise(noise: Noise, rates: Rates) -> Draw {
  var stream = noise.stream;
  var sum = vec2f();
  for (var sample = 0u; sample < runs[cell].batch_size; sample++) {
    let words = next_words(stream);
    stream = words.stream;
    sum += student_pair(words.first, words.second, runs[cell].shape);
  }
  let z = sum * inverseSqrt(f32(runs[cell].batch_size));
  return Draw(vec2f(z.x, fma(rates.rho, z.x, rates.rho_complement * z.y)), Noise(stream));
}
