// x <- x + learning_rate * descent(x; noise of this step). Interface of this folder: optimizer_step
// after `done` steps. CPU twin: engine/cpu/optimizer/sgd.ts.

fn optimizer_step(state: State, rates: Rates, source: Source, done: u32) -> Moved {
  let draw = draw_noise(source.noise, rates);
  let x = stepped(state.x, learning_rate(rates, done), descent(state.x, rates, draw.value));
  return Moved(State(x), Source(draw.noise));
}
