// f = -(a + xi) x^2 / 2 - eta x in every coordinate on its own. Interface of this folder, all per
// step: descent = minus the noisy slope; descent_difference = descent(x) - descent(landmark) with
// the same noise; mean_descent = the descent averaged over the noise. CPU twin:
// engine/cpu/loss/saddle.ts.

fn descent(x: Point, rates: Rates, noise: vec2f) -> Point {
  return fma(fma(rates.multiplicative, noise.x, rates.drift), x, rates.additive * noise.y);
}

fn descent_difference(x: Point, landmark: Point, rates: Rates, noise: vec2f) -> Point {
  return fma(rates.multiplicative, noise.x, rates.drift) * (x - landmark);
}

fn mean_descent(x: Point, rates: Rates) -> Point {
  return rates.drift * x;
}
