// x <- x + learning_rate * descent(x; noise of this step).
// Interface of this folder: optimizer_step. CPU twin: engine/cpu/optimizer/sgd.ts.

fn optimizer_step(x: f32, rates: Rates, noise: Noise) -> Moved {
  let draw = draw_noise(noise, rates);
  return Moved(fma(rates.learning_rate, descent(x, rates, draw.value), x), draw.noise);
}
