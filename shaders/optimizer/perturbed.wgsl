// x <- x + learning_rate * [descent(x; noise of this step) + perturbation * isotropic normal kick].
// Source: Jin, Ge, Netrapalli, Kakade, Jordan (2017), with normal kicks in every step. Interface of
// this folder: optimizer_step after `done` steps. CPU twin: engine/cpu/optimizer/perturbed.ts.

fn optimizer_step(state: State, rates: Rates, source: Source, done: u32) -> Moved {
  let draw = draw_noise(source.noise, rates);
  let kick = draw_kick(source.kicks);
  let slope = stepped(descent(state.x, rates, draw.value), rates.perturbation, kick.value);
  return Moved(
    State(stepped(state.x, learning_rate(rates, done), slope)), Source(draw.noise, kick.stream));
}
