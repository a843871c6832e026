// root <- sqrt(decay root^2 + (1 - decay) slope^2); x <- x + learning_rate * slope / (root +
// epsilon), slope = descent(x; noise). Source: Tieleman and Hinton (2012), lecture 6.5. Interface of
// this folder: optimizer_step after `done` steps. CPU twin: engine/cpu/optimizer/rmsprop.ts.

fn optimizer_step(state: State, rates: Rates, source: Source, done: u32) -> Moved {
  let draw = draw_noise(source.noise, rates);
  let slope = descent(state.x, rates, draw.value);
  let root = root_mean_square(state.memory, slope, rates.decay);
  let step = Point(learning_rate(rates, done)) * (slope / (root + Point(rates.epsilon)));
  return Moved(State(state.x + step, root), Source(draw.noise));
}
