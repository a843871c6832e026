// f = -(a + xi) |x| - eta x in every coordinate on its own: piecewise linear, as networks of
// rectified units are. The slope at exactly 0 is that of eta alone. Interface of this folder: see
// saddle.wgsl. CPU twin: engine/cpu/loss/relu-saddle.ts.

fn descent(x: Point, rates: Rates, noise: vec2f) -> Point {
  return fma(fma(rates.multiplicative, noise.x, rates.drift), sign(x), rates.additive * noise.y);
}

fn descent_difference(x: Point, landmark: Point, rates: Rates, noise: vec2f) -> Point {
  return fma(rates.multiplicative, noise.x, rates.drift) * (sign(x) - sign(landmark));
}

fn mean_descent(x: Point, rates: Rates) -> Point {
  return rates.drift * sign(x);
}
