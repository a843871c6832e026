// Which side of its levels a mean loss is on. A square that leaves the range of float32 is at its
// end, which no open level has beyond it. CPU twin: engine/cpu/region.ts.

fn level_of(loss: f32) -> f32 { return clamp(loss, -OPEN_END, OPEN_END); }

fn is_below_level(loss: f32) -> bool { return level_of(loss) < runs[cell].region_low; }

fn is_above_level(loss: f32) -> bool { return level_of(loss) > runs[cell].region_high; }

fn is_off_level(loss: f32) -> bool { return is_below_level(loss) | is_above_level(loss); }
