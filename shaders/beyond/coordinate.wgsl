// Whether the coordinate of the region is beyond one of its ends now.
// Interface of this folder: see radius.wgsl. CPU twin: engine/cpu/region.ts.

fn is_beyond(particle: u32) -> bool {
  let x = positions[runs[cell].region_coordinate * runs[cell].particle_count + particle];
  return (x < runs[cell].region_low) | (x > runs[cell].region_high);
}
