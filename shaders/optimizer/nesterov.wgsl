// ahead = x + beta velocity; velocity <- beta velocity + learning_rate * descent(ahead; noise); x
// <- x + velocity. Source: Nesterov (1983). Interface of this folder: optimizer_step after `done`
// steps. CPU twin: engine/cpu/optimizer/nesterov.ts.

fn optimizer_step(state: State, rates: Rates, source: Source, done: u32) -> Moved {
  let draw = draw_noise(source.noise, rates);
  let ahead = stepped(state.x, rates.beta, state.memory);
  let push = learning_rate(rates, done) * descent(ahead, rates, draw.value);
  let velocity = stepped(push, rates.beta, state.memory);
  return Moved(State(state.x + velocity, velocity), Source(draw.noise));
}
