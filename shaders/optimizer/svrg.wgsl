// x <- x + learning_rate * [descent(x; noise) - descent(landmark; same noise) +
// mean_descent(landmark)]; the landmark is x at the beginning of every epoch of epoch_length steps.
// Source: Johnson and Zhang (2013), "Accelerating stochastic gradient descent using predictive
// variance reduction". Interface of this folder: optimizer_step after `done` steps. CPU twin:
// engine/cpu/optimizer/svrg.ts.

fn optimizer_step(state: State, rates: Rates, source: Source, done: u32) -> Moved {
  let draw = draw_noise(source.noise, rates);
  let landmark = either(state.memory, state.x, done % rates.epoch_length == 0u);
  let slope = descent_difference(state.x, landmark, rates, draw.value) + mean_descent(landmark, rates);
  return Moved(
    State(stepped(state.x, learning_rate(rates, done), slope), landmark), Source(draw.noise));
}
