// One fair sign each for xi and eta; for rho = -1, 0 or 1, or where there is no additive noise. A
// stride of 32 steps takes two words: a bit of the first is xi's sign, the same bit of the second
// eta's own. Interface of this folder: see gaussian.wgsl. CPU twin: engine/cpu/noise/two-point.ts.

struct Noise { stream: Stream, signs: Word, own: Word }

fn start_noise(position: Seed, seed: Seed) -> Noise {
  return Noise(start_stream(seed, position.y), Word(), Word());
}

fn skip_noise(noise: Noise, steps: u32) -> Noise {
  var skipped = noise;
  for (var step = 0u; step < steps; step += STRIDE_STEPS) { skipped = refill_noise(skipped); }
  return skipped;
}

fn refill_noise(noise: Noise) -> Noise {
  let words = next_words(noise.stream);
  return Noise(words.stream, words.first, words.second);
}

fn draw_noise(noise: Noise, rates: Rates) -> Draw {
  let eta = (noise.signs & Word(rates.follow)) ^ (noise.own & Word(rates.fair)) ^ Word(rates.flip);
  let signs = Pair(bitcast<Number>((noise.signs & Word(0x80000000u)) | Word(0x3f800000u)), bitcast<Number>(eta | Word(0x3f800000u)));
  // Doubling is a left shift, which is costly on software adapters.
  return Draw(signs, Noise(noise.stream, noise.signs + noise.signs, noise.own + noise.own));
}
