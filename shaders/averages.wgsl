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

// 1 - decay^steps: the weights of an average that starts at 0, in all.
fn weight_of(log_decay: f32, steps: u32) -> f32 {
  return -exponential_less_one(log_decay * f32(steps));
}
