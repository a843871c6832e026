// Mean loss -a |x| of one coordinate.
// Interface of this folder: see saddle.wgsl. CPU twin: theory/surfaces/loss-value.ts.

fn value_size() -> u32 { return 1u; }

fn loss_value(x: vec4f, first: u32) -> f32 {
  return -(runs[cell].drift[first / 4u][first % 4u] / runs[cell].dt) * abs(x.x);
}
