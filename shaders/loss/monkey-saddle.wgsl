// f = x^3 - 3 x y^2, translated at random by shake times the noise. Interface of this folder: see
// saddle.wgsl. CPU twin: engine/cpu/loss/monkey-saddle.ts.

fn descent(x: Point, rates: Rates, noise: vec2f) -> Point {
  let p = fma(vec2f(rates.shake), noise, x);
  return rates.dt * vec2f(-3.0 * (p.x - p.y) * (p.x + p.y), 6.0 * p.x * p.y);
}

fn descent_difference(x: Point, landmark: Point, rates: Rates, noise: vec2f) -> Point {
  return descent(x, rates, noise) - descent(landmark, rates, noise);
}

// The second derivatives along x and y are opposites: noise of variance 1 in both, without
// correlation, adds nothing on average, whatever its law.
fn mean_descent(x: Point, rates: Rates) -> Point {
  return descent(x, rates, vec2f());
}
