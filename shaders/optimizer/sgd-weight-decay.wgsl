// x <- x + learning_rate * [descent(x; noise) - weight_decay * x]. Source: Krogh and Hertz (1992),
// equation (2). Interface of this folder: optimizer_step after `done` steps. CPU twin:
// engine/cpu/optimizer/sgd-weight-decay.ts.

fn optimizer_step(state: State, rates: Rates, source: Source, done: u32) -> Moved {
  let draw = draw_noise(source.noise, rates);
  let slope = stepped(descent(state.x, rates, draw.value), -rates.weight_decay, state.x);
  return Moved(State(stepped(state.x, learning_rate(rates, done), slope)), Source(draw.noise));
}
