// Mean loss (1 - x)^2 + b (y - x^2)^2.
// Interface of this folder: see saddle.wgsl. CPU twin: theory/surfaces/loss-value.ts.

fn value_size() -> u32 { return 2u; }

fn loss_value(x: vec4f, first: u32) -> f32 {
  let miss = fma(-x.x, x.x, x.y);
  let away = 1.0 - x.x;
  return fma(away, away, runs[cell].loss_numbers[0].x * miss * miss);
}
