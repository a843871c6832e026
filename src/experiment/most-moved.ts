/**
 * Share of the particles that rounding in float32 may put into another bin, or give another first
 * passage. Measured on SwiftShader and in WebAssembly: at most one in ten thousand, for every
 * workload of the benchmark; wrong kernels move more than one in a hundred.
 */
export const MOST_MOVED = 1e-3;
