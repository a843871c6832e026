// Minibatches of a stored set without replacement: each epoch of sample_count / batch_size steps
// goes through the set in a new order, which is a pure function of particle, coordinate and epoch.
// What is left over at the end of an epoch waits for the next. Sums of integers: the whole set sums
// to exactly 0. Interface of this folder: see gaussian.wgsl. CPU twin: engine/cpu/noise/dataset.ts.

@group(0) @binding(7) var<storage, read> samples: array<vec2i>; // [sample], (xi, eta) in units of (xi_unit, eta_unit)

const NO_EPOCH = 0xffffffffu;

struct Noise {
  position: vec4u, // where the run of this particle is in the stream of words
  step: u32,       // steps done
  epoch: u32,      // whose order the keys are of
  keys: vec4u,
}

fn start_noise(position: Seed, seed: Seed) -> Noise {
  return Noise(position, position.y * BLOCK_STEPS, NO_EPOCH, vec4u());
}

fn skip_noise(noise: Noise, steps: u32) -> Noise {
  return Noise(noise.position, noise.step + steps, noise.epoch, noise.keys);
}

fn refill_noise(noise: Noise) -> Noise { return noise; }

fn draw_noise(noise: Noise, rates: Rates) -> Draw {
  let batches = runs[cell].sample_count / runs[cell].batch_size;
  let epoch = noise.step / batches;
  let first = (noise.step % batches) * runs[cell].batch_size;
  var sum = vec2i();
  var keys = noise.keys;
  if (runs[cell].batch_size < runs[cell].sample_count) {
    // All particles are at the same step, and begin an epoch together.
    if (epoch != noise.epoch) {
      let place = PURPOSE_ORDER * 256u + noise.position.z % 256u;
      keys = philox4x32(vec4u(noise.position.x, epoch, place, noise.position.w), runs[cell].key);
    }
    let halves = Halves(runs[cell].low_bits, runs[cell].high_bits);
    for (var i = 0u; i < runs[cell].batch_size; i++) {
      sum += samples[ordered(first + i, runs[cell].sample_count, halves, keys)];
    }
  }
  let unit = vec2f(runs[cell].xi_unit, runs[cell].eta_unit) * inverseSqrt(f32(runs[cell].batch_size));
  return Draw(vec2f(sum) * unit, Noise(noise.position, noise.step + 1u, epoch, keys));
}
