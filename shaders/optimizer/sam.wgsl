// x <- x + learning_rate * descent(uphill; noise), uphill = x - ascent slope / |slope|, slope =
// descent(x; same noise); x itself where the slope is 0. Source: Foret, Kleiner, Mobahi and
// Neyshabur (2021), algorithm 1. Interface of this folder: optimizer_step after `done` steps. CPU
// twin: engine/cpu/optimizer/sam.ts.

fn optimizer_step(state: State, rates: Rates, source: Source, done: u32) -> Moved {
  let draw = draw_noise(source.noise, rates);
  let slope = descent(state.x, rates, draw.value);
  let size = norm_of(slope);
  let unit = slope / Point(max(size, 1e-37));
  let uphill = fma(Point(-rates.ascent), unit, state.x);
  let rate = Point(learning_rate(rates, done));
  return Moved(
    State(fma(rate, descent(uphill, rates, draw.value), state.x)), Source(draw.noise));
}
