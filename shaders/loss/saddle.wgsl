// f = -(a + xi) x^2 / 2 - eta x in every coordinate on its own.
// Interface of this folder: descent = minus the noisy slope, per step. CPU twin: engine/cpu/loss/saddle.ts.

fn descent(x: f32, rates: Rates, noise: vec2f) -> f32 {
  return fma(fma(rates.multiplicative, noise.x, rates.drift), x, rates.additive * noise.y);
}
