// The learning rate falls along half a cosine to 0 after `horizon` steps: (1 + cos(pi u)) / 2 =
// cos(pi u / 2)^2, u = done / horizon. Interface of this folder: learning_rate after `done` steps.
// CPU twin: engine/cpu/schedule/cosine.ts.

fn learning_rate(rates: Rates, done: u32) -> f32 {
  let v = 0.5 * f32(done) / f32(rates.horizon);
  let cosine = cos_polynomial(min(v * v, 0.25));
  return select(0.0, rates.learning_rate * cosine * cosine, done < rates.horizon);
}
