// Noise that makes 32 steps of one refill, or draws in every step. Interface of this folder:
// STRIDE_STEPS, the steps between two refills of the noise; it divides BLOCK_STEPS.

const STRIDE_STEPS = 32u;
