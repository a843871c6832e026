// x <- x + learning_rate * sign(descent(x; noise)), in each coordinate; the sign of 0 is 0. Source:
// Bernstein, Wang, Azizzadenesheli and Anandkumar (2018), algorithm 1. Interface of this folder:
// optimizer_step after `done` steps. CPU twin: engine/cpu/optimizer/sign-sgd.ts.

fn optimizer_step(state: State, rates: Rates, source: Source, done: u32) -> Moved {
  let draw = draw_noise(source.noise, rates);
  let slope = sign(descent(state.x, rates, draw.value));
  return Moved(State(fma(Point(learning_rate(rates, done)), slope, state.x)), Source(draw.noise));
}
