// x <- x + learning_rate * descent(x; noise) + sqrt(2 temperature learning_rate) * isotropic normal
// kick. Source: Welling and Teh (2011), equation (4), at the learning rate 2 h and temperature T.
// Interface of this folder: optimizer_step after `done` steps. CPU twin:
// engine/cpu/optimizer/langevin.ts.

fn optimizer_step(state: State, rates: Rates, source: Source, done: u32) -> Moved {
  let draw = draw_noise(source.noise, rates);
  let kick = draw_kick(source.kicks);
  let rate = learning_rate(rates, done);
  let x = stepped(state.x, rate, descent(state.x, rates, draw.value));
  let size = sqrt(rate) * sqrt(2.0 * rates.temperature);
  return Moved(State(stepped(x, size, kick.value)), Source(draw.noise, kick.stream));
}
