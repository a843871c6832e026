// x <- x + learning_rate * descent(x; noise of this step).
// Interface of this folder: optimizer_step. CPU twin: engine/cpu/optimizer/sgd.ts.

fn optimizer_step(x: f32, drift: f32, noise: ptr<function, Noise>) -> f32 {
  return x + run.learning_rate * descent(x, drift, draw_noise(noise));
}
