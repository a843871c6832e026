// x <- x + learning_rate * mean_descent(x): the full gradient, no noise is drawn. Interface of this
// folder: optimizer_step after `done` steps. CPU twin: engine/cpu/optimizer/gd.ts.

fn optimizer_step(state: State, rates: Rates, source: Source, done: u32) -> Moved {
  return Moved(State(stepped(state.x, learning_rate(rates, done), mean_descent(state.x, rates))), source);
}
