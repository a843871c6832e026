// One standard normal a step, in place of xi and eta: both numbers of a pair, one after the other.
// Only for losses that put it to use: loss/saddle-of-one-normal.wgsl. Interface of this folder: see
// gaussian.wgsl. CPU twin: engine/cpu/noise/one-normal.ts.

struct Noise { stream: Stream, next: Number, after: Number }

fn start_noise(position: Seed, seed: Seed) -> Noise {
  return Noise(start_stream(seed, position.y), Number(), Number());
}

fn skip_noise(noise: Noise, steps: u32) -> Noise {
  return Noise(skip_pairs(noise.stream, steps / 2u), Number(), Number());
}

fn refill_noise(noise: Noise) -> Noise {
  let words = next_words(noise.stream);
  let z = normal_pair(words.first, words.second);
  return Noise(words.stream, z.x, z.y);
}

fn draw_noise(noise: Noise, rates: Rates) -> Draw {
  return Draw(Pair(noise.next, Number()), Noise(noise.stream, noise.after, noise.next));
}
