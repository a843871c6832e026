// x <- x - learning_rate * weight_decay * x, then a step of Adam (adam.wgsl) whose slope is that at
// the old x. Source: Loshchilov and Hutter (2019), algorithm 2. Interface of this folder:
// optimizer_step after `done` steps. CPU twin: engine/cpu/optimizer/adamw.ts.

fn optimizer_step(state: State, rates: Rates, source: Source, done: u32) -> Moved {
  let draw = draw_noise(source.noise, rates);
  let slope = descent(state.x, rates, draw.value);
  let mean = fma(Point(rates.beta1), state.memory, (1.0 - rates.beta1) * slope);
  let root = root_mean_square(state.second, slope, rates.beta2);
  let spread = sqrt(weight_of(rates.log_beta2, done + 1u));
  let unit = root + Point(rates.epsilon * spread);
  let rate = learning_rate(rates, done);
  let shrunk = fma(Point(-rate), rates.weight_decay * state.x, state.x);
  let step = Point(rate * spread / weight_of(rates.log_beta1, done + 1u)) * (mean / unit);
  return Moved(State(shrunk + step, mean, root), Source(draw.noise));
}
