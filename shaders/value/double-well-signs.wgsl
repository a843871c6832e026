// Mean loss of the double well, averaged over translations by two-point noise: as double-well.wgsl,
// with a fourth moment of 1 in place of 3.
// Interface of this folder: see saddle.wgsl. CPU twin: theory/surfaces/loss-value.ts.

fn value_size() -> u32 { return 2u; }

fn loss_value(x: vec4f, first: u32) -> f32 {
  let variance = runs[cell].shake * runs[cell].shake;
  let well = fma(fma(fma(fma(0.25, x.x, -0.8333333), x.x, -0.5), x.x, 1.25), x.x, 2.0);
  let bend = fma(fma(3.0, x.x, -5.0), x.x, -1.0);
  return fma(x.y, x.y, well) + variance * (1.0 + 0.5 * bend + 0.25 * variance);
}
