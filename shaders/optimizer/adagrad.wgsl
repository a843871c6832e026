// root <- sqrt(root^2 + slope^2), by adding what it grows by, so that small slopes are not rounded
// away; x <- x + learning_rate * slope / (root + epsilon), slope = descent(x; noise). Source:
// Duchi, Hazan and Singer (2011), figure 1. Interface of this folder: optimizer_step after `done`
// steps. CPU twin: engine/cpu/optimizer/adagrad.ts.

fn optimizer_step(state: State, rates: Rates, source: Source, done: u32) -> Moved {
  let draw = draw_noise(source.noise, rates);
  let slope = descent(state.x, rates, draw.value);
  let larger = max(state.memory, abs(slope));
  let smaller = min(state.memory, abs(slope));
  let ratio = smaller / max(larger, Point(1e-37));
  let growth = smaller * ratio / (1.0 + sqrt(fma(ratio, ratio, Point(1.0))));
  let root = larger + growth;
  let step = Point(learning_rate(rates, done)) * (slope / (root + Point(rates.epsilon)));
  return Moved(State(state.x + step, root), Source(draw.noise));
}
