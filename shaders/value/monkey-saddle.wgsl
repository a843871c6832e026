// Mean loss x^3 - 3 x y^2 of the monkey saddle: translations by noise without skewness do not
// change it.
// Interface of this folder: see saddle.wgsl. CPU twin: theory/surfaces/loss-value.ts.

fn value_size() -> u32 { return 2u; }

fn loss_value(x: vec4f, first: u32) -> f32 {
  return x.x * fma(x.x, x.x, -3.0 * x.y * x.y);
}
