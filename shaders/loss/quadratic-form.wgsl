// f = -x^T (A + xi I) x / 2 - eta sum x_i, A symmetric: the loss's own numbers are its columns, with
// zeros behind. Interface of this folder: see saddle.wgsl. CPU twin:
// engine/cpu/loss/quadratic-form.ts.

fn product_with(x: Point) -> Point {
  let columns = runs[cell].loss_numbers;
  return point_of(mat4x4f(columns[0], columns[1], columns[2], columns[3]) * padded(x));
}

fn descent(x: Point, rates: Rates, noise: vec2f) -> Point {
  let push = fma(Point(rates.dt), product_with(x), rates.multiplicative * noise.x * x);
  return push + Point(rates.additive * noise.y);
}

fn descent_difference(x: Point, landmark: Point, rates: Rates, noise: vec2f) -> Point {
  let away = x - landmark;
  return fma(Point(rates.dt), product_with(away), rates.multiplicative * noise.x * away);
}

fn mean_descent(x: Point, rates: Rates) -> Point {
  return rates.dt * product_with(x);
}
