// mean <- beta1 mean + (1 - beta1) slope; root <- sqrt(beta2 root^2 + (1 - beta2) slope^2); x <- x +
// learning_rate * (mean / weight1) / (root / sqrt(weight2) + epsilon), slope = descent(x; noise),
// weight = 1 - beta^n at step n. Source: Kingma and Ba (2015), algorithm 1. Interface of this
// folder: optimizer_step after `done` steps. CPU twin: engine/cpu/optimizer/adam.ts.

fn optimizer_step(state: State, rates: Rates, source: Source, done: u32) -> Moved {
  let draw = draw_noise(source.noise, rates);
  let slope = descent(state.x, rates, draw.value);
  let mean = fma(Point(rates.beta1), state.memory, (1.0 - rates.beta1) * slope);
  let root = root_mean_square(state.second, slope, rates.beta2);
  // Both parts of the quotient times it: one division less.
  let spread = sqrt(weight_of(rates.log_beta2, done + 1u));
  let rate = learning_rate(rates, done) * spread / weight_of(rates.log_beta1, done + 1u);
  let unit = root + Point(rates.epsilon * spread);
  return Moved(State(state.x + Point(rate) * (mean / unit), mean, root), Source(draw.noise));
}
