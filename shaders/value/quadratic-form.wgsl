// Mean loss -x^T A x / 2.
// Interface of this folder: see saddle.wgsl. CPU twin: theory/surfaces/loss-value.ts.

fn value_size() -> u32 { return runs[cell].coordinate_count; }

// What lies behind the coordinates meets zeros of the matrix.
fn loss_value(x: vec4f, first: u32) -> f32 {
  let columns = runs[cell].loss_numbers;
  return -0.5 * dot(x, mat4x4f(columns[0], columns[1], columns[2], columns[3]) * x);
}
