// Noise that makes two steps of one refill. Interface of this folder: see bits.wgsl.

const STRIDE_STEPS = 2u;

fn pair_noise(noise: Noise) -> Noise { return refill_noise(noise); }
