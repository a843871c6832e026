// Mean loss (1 + P^2) / 2 - a P with P the product of the weights.
// Interface of this folder: see saddle.wgsl. CPU twin: theory/surfaces/loss-value.ts.

fn value_size() -> u32 { return runs[cell].coordinate_count; }

fn loss_value(x: vec4f, first: u32) -> f32 {
  let product = x.x * x.y * x.z * x.w;
  return fma(fma(0.5, product, -runs[cell].drift[0].x / runs[cell].dt), product, 0.5);
}
