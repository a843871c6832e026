// f = (1 + xi) sum_i [(1 - s_{i-1}) L x_i^2 + s_{i-1} P(|x_i|)] - eta sum x_i: a coordinate is held
// by a wall until the one before has come far enough (s from 0 to 1), then P leads it from a ridge
// to a minimum. The loss's own numbers are L, gamma, arm, both coefficients of P's bend, and its
// depth. Interface of this folder: see saddle.wgsl. CPU twin: engine/cpu/loss/octopus.ts.

fn octopus_slope(x: Point) -> Point {
  let numbers = runs[cell].loss_numbers;
  let wall = numbers[0].x;
  let arm = numbers[0].z;
  let p = padded(x);
  let u = abs(p);
  let d = u - arm;
  let early = u <= vec4f(arm);
  let late = u >= vec4f(2.0 * arm);
  let ridge = -numbers[0].y * u;
  let bend = d * d * fma(vec4f(numbers[1].x), d, vec4f(numbers[0].w));
  let beyond = u - 4.0 * arm;
  var profile = select(fma(ridge, u, d * bend), fma(wall * beyond, beyond, vec4f(-numbers[1].y)), late);
  profile = select(profile, ridge * u, early);
  var along = select(
    fma(vec4f(2.0), ridge, d * d * fma(vec4f(4.0 * numbers[1].x), d, vec4f(3.0 * numbers[0].w))),
    2.0 * wall * beyond, late);
  along = select(along, 2.0 * ridge, early);
  let t = clamp(d / arm, vec4f(), vec4f(1.0));
  let gate = t * t * t * fma(fma(vec4f(6.0), t, vec4f(-15.0)), t, vec4f(10.0));
  let rise = 30.0 / arm * (t * (1.0 - t)) * (t * (1.0 - t));
  // What lies behind the coordinates is no coordinate.
  let inside = vec4u(0u, 1u, 2u, 3u) < vec4u(POINT_SIZE);
  let gain = select(vec4f(), fma(-wall * u, u, profile), inside);
  let open = vec4f(1.0, gate.xyz);
  let onward = vec4f(gain.yzw, 0.0);
  return point_of(fma(sign(p), fma(open, along, rise * onward), (1.0 - open) * (2.0 * wall * p)));
}

fn descent(x: Point, rates: Rates, noise: vec2f) -> Point {
  let share = fma(rates.multiplicative, noise.x, rates.dt);
  return fma(Point(-share), octopus_slope(x), Point(rates.additive * noise.y));
}

fn descent_difference(x: Point, landmark: Point, rates: Rates, noise: vec2f) -> Point {
  let share = fma(rates.multiplicative, noise.x, rates.dt);
  return share * (octopus_slope(landmark) - octopus_slope(x));
}

fn mean_descent(x: Point, rates: Rates) -> Point {
  return -rates.dt * octopus_slope(x);
}
