// Mean loss -a x^4 / 4 of one coordinate.
// Interface of this folder: see saddle.wgsl. CPU twin: theory/surfaces/loss-value.ts.

fn value_size() -> u32 { return 1u; }

fn loss_value(x: vec4f, first: u32) -> f32 {
  let square = x.x * x.x;
  return -0.25 * (runs[cell].drift[first / 4u][first % 4u] / runs[cell].dt * square) * square;
}
