// saddle.wgsl with one standard normal a step. Given x, what xi and eta add to a step is normal with
// the variance of multiplicative x xi + additive eta: the same law, of other words. What takes the
// noise of a step at two points would not have it. Interface of this folder: see saddle.wgsl. CPU
// twin: engine/cpu/loss/saddle-of-one-normal.ts.

fn descent(x: Point, rates: Rates, noise: vec2f) -> Point {
  let along = fma(Point(rates.multiplicative), x, Point(rates.additive * rates.rho));
  let across = Point(rates.additive * rates.rho_complement);
  return fma(Point(rates.drift), x, sqrt(fma(along, along, across * across)) * noise.x);
}

fn descent_difference(x: Point, landmark: Point, rates: Rates, noise: vec2f) -> Point {
  return descent(x, rates, noise) - descent(landmark, rates, noise);
}

fn mean_descent(x: Point, rates: Rates) -> Point {
  return rates.drift * x;
}
