// f = -(a + xi) x^2 / 2 - eta x in every coordinate on its own.
// Interface of this folder: descent = minus the noisy slope, per step. CPU twin: engine/cpu/loss/saddle.ts.

fn descent(x: f32, drift: f32, noise: vec2f) -> f32 {
  return (drift + run.multiplicative * noise.x) * x + run.additive * noise.y;
}
