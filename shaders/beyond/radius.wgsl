// Whether any coordinate is beyond the radius now; whether one ever was is in `passages`.
// Interface of this folder: is_beyond. CPU twin: engine/cpu/region.ts.

fn is_beyond(particle: u32) -> bool {
  for (var coordinate = 0u; coordinate < runs[cell].coordinate_count; coordinate++) {
    let bits = bitcast<u32>(positions[coordinate * runs[cell].particle_count + particle]) & 0x7fffffffu;
    if (bits > bitcast<u32>(runs[cell].radius) && bits <= 0x7f800000u) { return true; }
  }
  return false;
}
