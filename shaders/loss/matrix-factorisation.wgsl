// f = (P - a - xi)^2 / 2 - eta (x_0 + x_1) with P the product of the factors. Interface of this
// folder: see saddle.wgsl. CPU twin: engine/cpu/loss/matrix-factorisation.ts.

fn pull_of(x: Point, rates: Rates, xi: f32) -> Point {
  let rest = others(x);
  return (fma(rates.multiplicative, xi, rates.drift) - rates.dt * (x.x * rest.x)) * rest;
}

fn descent(x: Point, rates: Rates, noise: vec2f) -> Point {
  return pull_of(x, rates, noise.x) + Point(rates.additive * noise.y);
}

fn descent_difference(x: Point, landmark: Point, rates: Rates, noise: vec2f) -> Point {
  return pull_of(x, rates, noise.x) - pull_of(landmark, rates, noise.x);
}

fn mean_descent(x: Point, rates: Rates) -> Point {
  return pull_of(x, rates, 0.0);
}
