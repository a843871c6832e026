// x <- x + learning_rate * descent(x) with the full gradient: no noise is drawn.
// Interface of this folder: optimizer_step. CPU twin: engine/cpu/optimizer/gd.ts.

fn optimizer_step(x: f32, rates: Rates, noise: Noise) -> Moved {
  return Moved(fma(rates.learning_rate, descent(x, rates, vec2f()), x), noise);
}
