// root <- sqrt(beta2 root^2 + (1 - beta2) slope^2); inertia = 1 - beta0 root^2 / (mean of root^2
// over the coordinates), from 0 to LARGEST_INERTIA; mean <- inertia mean + (1 - inertia) slope;
// weight <- inertia weight + 1 - inertia; x <- x + learning_rate * mean / weight, slope =
// descent(x; noise). Weights of the root divide out. Source: Xie, Wang, Zhang, Sato and Sugiyama
// (2022), algorithm 2. Interface of this folder: optimizer_step after `done` steps. CPU twin:
// engine/cpu/optimizer/adai.ts.

const LARGEST_INERTIA = 0.999f;

fn optimizer_step(state: State, rates: Rates, source: Source, done: u32) -> Moved {
  let draw = draw_noise(source.noise, rates);
  let slope = descent(state.x, rates, draw.value);
  let root = root_mean_square(state.second, slope, rates.beta2);
  let size = norm_of(root);
  let share = root / Point(max(size, 1e-37));
  let fresh = clamp(
    rates.beta0 * f32(POINT_SIZE) * share * share, Point(1.0 - LARGEST_INERTIA), Point(1.0));
  let mean = fma(fresh, slope - state.memory, state.memory);
  let weight = fma(fresh, 1.0 - state.third, state.third);
  let step = Point(learning_rate(rates, done)) * (mean / weight);
  return Moved(State(state.x + step, mean, root, weight), Source(draw.noise));
}
