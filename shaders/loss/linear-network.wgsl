// f = (1 + eta) P^2 / 2 - (a + xi) P with P the product of the weights: half the squared error of a
// linear network with one unit a layer, on a sample of input u and target v with u v = a + xi and
// u^2 = 1 + eta. Interface of this folder: see saddle.wgsl. CPU twin:
// engine/cpu/loss/linear-network.ts.

fn descent(x: Point, rates: Rates, noise: vec2f) -> Point {
  let rest = others(x);
  let product = x.x * rest.x;
  let pull = fma(rates.additive, noise.y, rates.dt) * product;
  return (fma(rates.multiplicative, noise.x, rates.drift) - pull) * rest;
}

fn descent_difference(x: Point, landmark: Point, rates: Rates, noise: vec2f) -> Point {
  return descent(x, rates, noise) - descent(landmark, rates, noise);
}

fn mean_descent(x: Point, rates: Rates) -> Point {
  return descent(x, rates, vec2f());
}
