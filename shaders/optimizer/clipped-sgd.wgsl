// x <- x + learning_rate * slope min(1, clip / |slope|), slope = descent(x; noise). Source:
// Pascanu, Mikolov and Bengio (2013), algorithm 1. Interface of this folder: optimizer_step after
// `done` steps. CPU twin: engine/cpu/optimizer/clipped-sgd.ts.

fn optimizer_step(state: State, rates: Rates, source: Source, done: u32) -> Moved {
  let draw = draw_noise(source.noise, rates);
  let slope = descent(state.x, rates, draw.value);
  let size = norm_of(slope);
  let share = select(1.0, rates.clip / size, size > rates.clip);
  let rate = learning_rate(rates, done);
  return Moved(State(fma(Point(rate), share * slope, state.x)), Source(draw.noise));
}
