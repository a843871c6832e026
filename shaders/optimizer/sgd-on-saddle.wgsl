// sgd.wgsl on loss/saddle.wgsl with the learning rate in the rates (src/engine/gpu/gpu-run.ts): x is
// multiplied and pushed. Interface of this folder: see sgd.wgsl. CPU twin:
// engine/cpu/optimizer/sgd.ts.

fn optimizer_step(state: State, rates: Rates, source: Source, done: u32) -> Moved {
  let draw = draw_noise(source.noise, rates);
  let growth = fma(Number(rates.multiplicative), draw.value.x, Number(rates.drift));
  let x = fma(growth, state.x, fma(Number(rates.additive), draw.value.y, state.x));
  return Moved(State(x), Source(draw.noise));
}
