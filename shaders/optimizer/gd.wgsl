// x <- x + learning_rate * descent(x) with the full gradient: no noise is drawn.
// Interface of this folder: optimizer_step. CPU twin: engine/cpu/optimizer/gd.ts.

fn optimizer_step(x: f32, drift: f32, noise: ptr<function, Noise>) -> f32 {
  return x + run.learning_rate * descent(x, drift, vec2f());
}
