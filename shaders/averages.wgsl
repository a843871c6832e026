// Running averages of slopes, for methods that keep some. CPU twin: engine/cpu/averages.ts.

// Of two shares of one mean square the root, without squares that leave the range of 32 bits.
fn root_of_squares(p: Point, q: Point) -> Point {
  let larger = max(p, q);
  let ratio = min(p, q) / max(larger, Point(1e-37));
  return larger * sqrt(fma(ratio, ratio, Point(1.0)));
}

// sqrt(decay root^2 + (1 - decay) slope^2).
fn root_mean_square(root: Point, slope: Point, decay: f32) -> Point {
  return root_of_squares(sqrt(decay) * root, sqrt(1.0 - decay) * abs(slope));
}

// 1 - decay^steps: the weights of an average that starts at 0, in all. Their sum over the powers
// 2^k of `steps`, 1 - (1 - p)(1 - q) = p + (1 - p) q, has no term below 0, so that nothing cancels.
fn weight_of(decay: f32, steps: u32) -> f32 {
  var weight = 0.0;
  var part = 1.0 - decay; // 1 - decay^(2^k)
  var rest = steps;
  while (rest != 0u && part < 1.0) {
    weight = select(weight, fma(1.0 - weight, part, weight), (rest & 1u) == 1u);
    part = part * (2.0 - part);
    rest = rest >> 1u;
  }
  return select(weight, 1.0, rest != 0u);
}
