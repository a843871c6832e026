// Mean loss sum_i [(1 - s_{i-1}) L x_i^2 + s_{i-1} P(|x_i|)]: see loss/octopus.wgsl.
// Interface of this folder: see saddle.wgsl. CPU twin: theory/surfaces/loss-value.ts.

fn value_size() -> u32 { return runs[cell].coordinate_count; }

fn loss_value(x: vec4f, first: u32) -> f32 {
  let numbers = runs[cell].loss_numbers;
  let arm = numbers[0].z;
  var sum = 0.0;
  var open = 1.0;
  for (var i = 0u; i < runs[cell].coordinate_count; i++) {
    let u = abs(x[i]);
    let d = u - arm;
    var profile = -numbers[0].y * u * u;
    if (d > 0.0) { profile += d * d * d * fma(numbers[1].x, d, numbers[0].w); }
    if (d >= arm) { profile = fma(numbers[0].x * (u - 4.0 * arm), u - 4.0 * arm, -numbers[1].y); }
    sum += mix(numbers[0].x * u * u, profile, open);
    let t = clamp(d / arm, 0.0, 1.0);
    open = t * t * t * fma(fma(6.0, t, -15.0), t, 10.0);
  }
  return sum;
}
