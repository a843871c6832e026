// f = (1 - x)^2 + (b + xi) (y - x^2)^2 - eta x; the loss's own number is b. Interface of this
// folder: see saddle.wgsl. CPU twin: engine/cpu/loss/rosenbrock.ts.

fn valley_descent(x: Point, rates: Rates, xi: f32) -> Point {
  let stiffness = fma(rates.multiplicative, xi, rates.dt * runs[cell].loss_numbers[0].x);
  let push = 2.0 * stiffness * fma(-x.x, x.x, x.y);
  return vec2f(fma(2.0 * rates.dt, 1.0 - x.x, 2.0 * x.x * push), -push);
}

fn descent(x: Point, rates: Rates, noise: vec2f) -> Point {
  return valley_descent(x, rates, noise.x) + vec2f(rates.additive * noise.y, 0.0);
}

fn descent_difference(x: Point, landmark: Point, rates: Rates, noise: vec2f) -> Point {
  return valley_descent(x, rates, noise.x) - valley_descent(landmark, rates, noise.x);
}

fn mean_descent(x: Point, rates: Rates) -> Point {
  return valley_descent(x, rates, 0.0);
}
