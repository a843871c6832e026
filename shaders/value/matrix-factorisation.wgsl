// Mean loss (P - a)^2 / 2 with P the product of the factors.
// Interface of this folder: see saddle.wgsl. CPU twin: theory/surfaces/loss-value.ts.

fn value_size() -> u32 { return 2u; }

fn loss_value(x: vec4f, first: u32) -> f32 {
  let miss = x.x * x.y - runs[cell].drift[0].x / runs[cell].dt;
  return 0.5 * miss * miss;
}
