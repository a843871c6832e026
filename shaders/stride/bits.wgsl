// Noise that makes 32 steps of one refill, or draws in every step. Interface of this folder:
// STRIDE_STEPS, the steps between two refills of the noise, which divides BLOCK_STEPS; pair_noise =
// the noise before two steps of which the first has an even number.

const STRIDE_STEPS = 32u;

fn pair_noise(noise: Noise) -> Noise { return noise; }
