// One fair sign each for xi and eta, two bits a step, 16 steps a word; for rho = -1, 0 or 1, or where there is no additive noise.
// Interface of this folder: see gaussian.wgsl. CPU twin: engine/cpu/noise/two-point.ts.

struct Noise { stream: Stream, bits: u32, spare: u32 }

fn start_noise(position: vec4u) -> Noise {
  return Noise(start_stream(position, run.key), 0u, 0u);
}

fn skip_noise(noise: Noise, steps: u32) -> Noise {
  var skipped = noise;
  for (var step = 0u; step < steps; step += STRIDE_STEPS) { skipped = refill_noise(skipped, step); }
  return Noise(skipped.stream, skipped.bits << ((2u * steps) % 32u), skipped.spare);
}

// Words come in pairs: the even strides of a block take the first, the odd ones the second.
fn refill_noise(noise: Noise, step: u32) -> Noise {
  if (step % STRIDE_STEPS != 0u) { return noise; }
  if (step % (2u * STRIDE_STEPS) != 0u) { return Noise(noise.stream, noise.spare, 0u); }
  let words = next_words(noise.stream);
  return Noise(words.stream, words.first, words.second);
}

fn draw_noise(noise: Noise, rates: Rates) -> Draw {
  let own = noise.bits + noise.bits; // left shifts are dear on software adapters
  let eta = (noise.bits & rates.follow) ^ (own & rates.fair) ^ rates.flip;
  let signs = vec2f(bitcast<f32>((noise.bits & 0x80000000u) | 0x3f800000u), bitcast<f32>(eta | 0x3f800000u));
  return Draw(signs, Noise(noise.stream, own + own, noise.spare));
}
