/** Euclidean norm of a point. Mirrors shaders/norm.wgsl. */
export function norm(x: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < x.length; k++) sum += x[k] * x[k];
  return Math.sqrt(sum);
}
