// A loss of one's own: the generated file has formula_descent, minus the slopes of f. xi and eta
// are the noise of a minibatch. Interface of this folder: see saddle.wgsl. CPU twin:
// engine/cpu/loss/formula.ts.

fn descent(x: Point, rates: Rates, noise: vec2f) -> Point {
  let sample = vec2f(rates.sample_xi, rates.sample_eta) * noise;
  return rates.dt * formula_descent(x, sample, rates.parameters);
}

fn descent_difference(x: Point, landmark: Point, rates: Rates, noise: vec2f) -> Point {
  return descent(x, rates, noise) - descent(landmark, rates, noise);
}

fn mean_descent(x: Point, rates: Rates) -> Point {
  return rates.dt * formula_descent(x, vec2f(), rates.parameters);
}
