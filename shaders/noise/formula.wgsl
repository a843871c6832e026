// Means of batch_size samples of a law of one's own, scaled by sqrt(batch_size): the generated file
// has formula_noise, xi and eta of two uniform numbers and two normal ones. A sample takes two pairs
// of words, normals first. Interface of this folder: see gaussian.wgsl. CPU twin:
// engine/cpu/noise/formula.ts.

struct Noise { stream: Stream }

fn start_noise(position: Seed, seed: Seed) -> Noise {
  return Noise(start_stream(seed, position.y));
}

fn skip_noise(noise: Noise, steps: u32) -> Noise {
  return Noise(skip_pairs(noise.stream, 2u * steps * runs[cell].batch_size));
}

fn refill_noise(noise: Noise) -> Noise { return noise; }

fn draw_noise(noise: Noise, rates: Rates) -> Draw {
  var stream = noise.stream;
  var sum = vec2f();
  for (var sample = 0u; sample < runs[cell].batch_size; sample++) {
    let normals = next_words(stream);
    let uniforms = next_words(normals.stream);
    stream = uniforms.stream;
    let u = vec2f(open_integer(uniforms.first), open_integer(uniforms.second)) * 4.656612873077393e-10;
    sum += formula_noise(u, normal_pair(normals.first, normals.second));
  }
  return Draw(sum * inverseSqrt(f32(runs[cell].batch_size)), Noise(stream));
}
