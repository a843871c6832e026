// f = y^2 + x^4/4 - 5x^3/6 - x^2/2 + 5x/4 + 2, translated at random by shake times the noise.
// Interface of this folder: see saddle.wgsl. CPU twin: engine/cpu/loss/double-well.ts.

fn descent(x: Point, rates: Rates, noise: vec2f) -> Point {
  let p = fma(vec2f(rates.shake), noise, x);
  let slope = fma(fma(p.x - 2.5, p.x, -1.0), p.x, 1.25);
  return -rates.dt * vec2f(slope, 2.0 * p.y);
}

fn descent_difference(x: Point, landmark: Point, rates: Rates, noise: vec2f) -> Point {
  return descent(x, rates, noise) - descent(landmark, rates, noise);
}

// The third derivative, 6x - 5, is linear: noise of variance 1 and no skewness adds shake^2/2 of
// it, whatever its law.
fn mean_descent(x: Point, rates: Rates) -> Point {
  let variance = rates.shake * rates.shake;
  let slope = fma(fma(x.x - 2.5, x.x, -1.0), x.x, 1.25) + variance * fma(3.0, x.x, -2.5);
  return -rates.dt * vec2f(slope, 2.0 * x.y);
}
