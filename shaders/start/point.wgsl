// Every particle at the same point.
// Interface of this folder: start_position. CPU twin: engine/cpu/start/point.ts.

fn start_position(particle: u32, coordinate: u32) -> f32 {
  return runs[cell].start_a[coordinate / 4u][coordinate % 4u];
}
