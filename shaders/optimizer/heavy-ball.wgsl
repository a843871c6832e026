// velocity <- beta velocity + learning_rate * descent(x; noise); x <- x + velocity.
// Source: Polyak (1964). Interface of this folder: optimizer_step after `done` steps.
// CPU twin: engine/cpu/optimizer/heavy-ball.ts.

fn optimizer_step(state: State, rates: Rates, source: Source, done: u32) -> Moved {
  let draw = draw_noise(source.noise, rates);
  let push = learning_rate(rates, done) * descent(state.x, rates, draw.value);
  let velocity = stepped(push, rates.beta, state.memory);
  return Moved(State(state.x + velocity, velocity), Source(draw.noise));
}
