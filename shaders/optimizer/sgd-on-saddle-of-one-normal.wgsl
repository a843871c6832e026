// sgd-on-saddle.wgsl with one standard normal a step: see loss/saddle-of-one-normal.wgsl. Interface
// of this folder: see sgd.wgsl. CPU twin: engine/cpu/optimizer/sgd.ts.

fn optimizer_step(state: State, rates: Rates, source: Source, done: u32) -> Moved {
  let draw = draw_noise(source.noise, rates);
  let along = fma(Number(rates.multiplicative), state.x, Number(rates.additive * rates.rho));
  let across = rates.additive * rates.rho_complement;
  let size = sqrt(fma(along, along, Number(across * across)));
  let x = fma(Number(rates.drift), state.x, fma(size, draw.value.x, state.x));
  return Moved(State(x), Source(draw.noise));
}
