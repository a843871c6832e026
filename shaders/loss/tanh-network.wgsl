// f = mean of (t - sum_k v_k tanh(w_k u))^2 / 2 over the samples (u, t) of a minibatch: half the
// squared error of two layers, x = (w_1 ... w_m, v_1 ... v_m). u and t are xi and eta of a stored
// sample times their scales. Needs batch.wgsl and formula.wgsl. Interface of this
// folder: see saddle.wgsl. CPU twin: engine/cpu/loss/tanh-network.ts.

const UNITS = POINT_SIZE / 2u;

// Minus the slope at one sample, added to what there is.
fn add_sample(sum: Coordinates, x: Coordinates, number: u32) -> Coordinates {
  let sample = stored_sample(number) * runs[cell].loss_numbers[0].xy;
  var outputs: array<f32, UNITS>;
  var error = sample.y;
  for (var k = 0u; k < UNITS; k++) {
    outputs[k] = formula_tanh(x[k] * sample.x);
    error = fma(-x[UNITS + k], outputs[k], error);
  }
  var result = sum;
  for (var k = 0u; k < UNITS; k++) {
    let rise = fma(-outputs[k], outputs[k], 1.0);
    result[k] += error * x[UNITS + k] * rise * sample.x;
    result[UNITS + k] += error * outputs[k];
  }
  return result;
}

fn descent(x: Point, rates: Rates, noise: vec2f) -> Point {
  let all = coordinates_of(x);
  var sum = Coordinates();
  for (var i = 0u; i < runs[cell].batch_size; i++) { sum = add_sample(sum, all, batch[i]); }
  return (1.0 / f32(runs[cell].batch_size)) * of_coordinates(sum);
}

fn descent_difference(x: Point, landmark: Point, rates: Rates, noise: vec2f) -> Point {
  return descent(x, rates, noise) - descent(landmark, rates, noise);
}

fn mean_descent(x: Point, rates: Rates) -> Point {
  let all = coordinates_of(x);
  var sum = Coordinates();
  for (var i = 0u; i < runs[cell].sample_count; i++) { sum = add_sample(sum, all, i); }
  return (1.0 / f32(runs[cell].sample_count)) * of_coordinates(sum);
}
