// A spike, a bump and three wells, each a Gaussian: sum of height exp(-|x - centre|^2 / (2
// width^2)), translated at random by shake times the noise. Interface of this folder: see
// saddle.wgsl. CPU twin: engine/cpu/loss/spike-and-wells.ts.

struct Bump { centre: vec2f, width: f32, height: f32 }

const BUMPS = array<Bump, 5>(
  Bump(vec2f(-2.75, 2.5), 0.45, 3.0),
  Bump(vec2f(-2.5, 2.0), 1.2, 0.35),
  Bump(vec2f(-1.5, -0.5), 1.0, -0.6),
  Bump(vec2f(0.5, 1.5), 0.9, -0.55),
  Bump(vec2f(2.5, -1.0), 0.9, -1.05),
);

// Minus the slope of the bumps, each averaged over normal translations: wider by their variance,
// and lower.
fn widened_descent(x: vec2f, variance: f32) -> vec2f {
  var sum = vec2f();
  for (var i = 0u; i < 5u; i++) {
    let bump = BUMPS[i];
    let square = bump.width * bump.width;
    let wide = square + variance;
    let away = x - bump.centre;
    let weight = bump.height * square / (wide * wide) * exp(-0.5 * dot(away, away) / wide);
    sum = fma(vec2f(weight), away, sum);
  }
  return sum;
}

fn descent(x: Point, rates: Rates, noise: vec2f) -> Point {
  return rates.dt * widened_descent(fma(vec2f(rates.shake), noise, x), 0.0);
}

fn descent_difference(x: Point, landmark: Point, rates: Rates, noise: vec2f) -> Point {
  return descent(x, rates, noise) - descent(landmark, rates, noise);
}

fn mean_descent(x: Point, rates: Rates) -> Point {
  return rates.dt * widened_descent(x, rates.shake * rates.shake);
}
