// Whether the mean loss is beyond one of its levels now.
// Interface of this folder: see radius.wgsl. CPU twin: engine/cpu/region.ts.

fn is_beyond(particle: u32) -> bool {
  let count = runs[cell].coordinate_count;
  var sum = 0.0;
  for (var first = 0u; first < count; first += value_size()) {
    var x = vec4f(1.0);
    for (var k = 0u; k < value_size(); k++) {
      x[k] = positions[(first + k) * runs[cell].particle_count + particle];
    }
    sum += loss_value(x, first);
  }
  return is_off_level(sum);
}
