// Which samples of a stored set are in the minibatch of a step, without replacement: orders and
// epochs are those of dataset.wgsl. A loss that is no function of the minibatch's mean reads the
// samples themselves, whose numbers stand in `batch` (batch.wgsl) until the next draw; (xi, eta) is 0.
// Interface of this folder: see gaussian.wgsl. CPU twin: engine/cpu/noise/shuffled-batches.ts.

struct Noise {
  position: vec4u, // where the run of this particle is in the stream of words
  step: u32,       // steps done
}

fn start_noise(position: Seed, seed: Seed) -> Noise {
  return Noise(position, position.y * BLOCK_STEPS);
}

fn skip_noise(noise: Noise, steps: u32) -> Noise {
  return Noise(noise.position, noise.step + steps);
}

fn refill_noise(noise: Noise) -> Noise { return noise; }

fn draw_noise(noise: Noise, rates: Rates) -> Draw {
  let count = runs[cell].sample_count;
  let size = runs[cell].batch_size;
  let batches = count / size;
  let place = PURPOSE_ORDER * 256u + noise.position.z % 256u;
  let epoch = noise.step / batches;
  let keys = philox4x32(vec4u(noise.position.x, epoch, place, noise.position.w), runs[cell].key);
  let halves = Halves(runs[cell].low_bits, runs[cell].high_bits);
  let first = (noise.step % batches) * size;
  for (var i = 0u; i < size; i++) { batch[i] = ordered(first + i, count, halves, keys); }
  return Draw(vec2f(), Noise(noise.position, noise.step + 1u));
}
