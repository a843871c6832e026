// iterate <- iterate + learning_rate * descent(iterate; noise); x <- x + (iterate - x) / n at step n,
// the average of all iterates after the start. Memory is the iterate, the start at first. Source:
// Polyak and Juditsky (1992), equation (2). Interface of this folder: optimizer_step after `done`
// steps. CPU twin: engine/cpu/optimizer/averaged-sgd.ts.

fn optimizer_step(state: State, rates: Rates, source: Source, done: u32) -> Moved {
  let draw = draw_noise(source.noise, rates);
  let before = either(state.memory, state.x, done == 0u);
  let rate = learning_rate(rates, done);
  let iterate = stepped(before, rate, descent(before, rates, draw.value));
  let share = 1.0 / f32(done + 1u);
  // The first average is the first iterate, without a rounding.
  let average = either(stepped(state.x, share, iterate - state.x), iterate, done == 0u);
  return Moved(State(average, iterate), Source(draw.noise));
}
