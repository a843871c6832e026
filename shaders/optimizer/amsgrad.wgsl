// As adam.wgsl, with the largest root so far in place of the root: largest <- max(largest, root); x
// <- x + learning_rate * (mean / weight1) / (largest / sqrt(weight2) + epsilon). Source: Reddi, Kale
// and Kumar (2018), algorithm 2. Interface of this folder: optimizer_step after `done` steps. CPU
// twin: engine/cpu/optimizer/amsgrad.ts.

fn optimizer_step(state: State, rates: Rates, source: Source, done: u32) -> Moved {
  let draw = draw_noise(source.noise, rates);
  let slope = descent(state.x, rates, draw.value);
  let mean = fma(Point(rates.beta1), state.memory, (1.0 - rates.beta1) * slope);
  let root = root_mean_square(state.second, slope, rates.beta2);
  let largest_root = max(state.third, root);
  let spread = sqrt(weight_of(rates.log_beta2, done + 1u));
  let unit = largest_root + Point(rates.epsilon * spread);
  let rate = learning_rate(rates, done) * spread / weight_of(rates.log_beta1, done + 1u);
  return Moved(
    State(state.x + Point(rate) * (mean / unit), mean, root, largest_root), Source(draw.noise));
}
