// Mean loss of the double well, averaged over normal translations: y^2 + s^2 + W + s^2 W'' / 2 +
// s^4 W'''' / 8 with W = x^4/4 - 5x^3/6 - x^2/2 + 5x/4 + 2.
// Interface of this folder: see saddle.wgsl. CPU twin: theory/surfaces/loss-value.ts.

fn value_size() -> u32 { return 2u; }

fn loss_value(x: vec4f, first: u32) -> f32 {
  let variance = runs[cell].shake * runs[cell].shake;
  let well = fma(fma(fma(fma(0.25, x.x, -0.8333333), x.x, -0.5), x.x, 1.25), x.x, 2.0);
  let bend = fma(fma(3.0, x.x, -5.0), x.x, -1.0);
  return fma(x.y, x.y, well) + variance * (1.0 + 0.5 * bend + 0.75 * variance);
}
