// Memory and step of one's own: the generated file has formula_step, the state after
// x <- x - learning_rate * step in every coordinate, of the slope that descent(x; noise) is the
// negative of. Interface of this folder: optimizer_step after `done` steps. CPU twin:
// engine/cpu/optimizer/formula.ts.

fn optimizer_step(state: State, rates: Rates, source: Source, done: u32) -> Moved {
  let draw = draw_noise(source.noise, rates);
  let slope = -descent(state.x, rates, draw.value);
  let rate = learning_rate(rates, done);
  let next = formula_step(state, slope, rate, f32(done + 1u), rates.method_parameters);
  return Moved(next, Source(draw.noise));
}
