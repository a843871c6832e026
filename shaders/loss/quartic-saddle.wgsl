// f = -(a + xi) x^4 / 4 - eta x in every coordinate on its own. Interface of this folder: see
// saddle.wgsl. CPU twin: engine/cpu/loss/quartic-saddle.ts.

fn descent(x: Point, rates: Rates, noise: vec2f) -> Point {
  return fma(fma(rates.multiplicative, noise.x, rates.drift), x * x * x, rates.additive * noise.y);
}

fn descent_difference(x: Point, landmark: Point, rates: Rates, noise: vec2f) -> Point {
  let cubes = (x - landmark) * fma(x, x, fma(x, landmark, landmark * landmark));
  return fma(rates.multiplicative, noise.x, rates.drift) * cubes;
}

fn mean_descent(x: Point, rates: Rates) -> Point {
  return rates.drift * (x * x * x);
}
