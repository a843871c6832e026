// Whether a product and the sum that takes it are rounded once, as one instruction: relaxed SIMD,
// which not every engine has. The strict kernels, which are the default, round both.
export const FUSED: bool = false;
