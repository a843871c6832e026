// Draws the histogram as bars straight from the counts: one instance a bin, two triangles each.

@group(0) @binding(0) var<uniform> style: Style;
@group(0) @binding(1) var<storage, read> slots: array<u32>; // below, bins..., above, ...

const CORNERS = array<vec2f, 6>(
  vec2f(0.0, 0.0), vec2f(1.0, 0.0), vec2f(0.0, 1.0), vec2f(0.0, 1.0), vec2f(1.0, 0.0), vec2f(1.0, 1.0));

@vertex
fn draw_bar(@builtin(vertex_index) vertex: u32, @builtin(instance_index) bin: u32) -> @builtin(position) vec4f {
  let share = f32(slots[bin + 1u]) / style.particle_count;
  let linear_height = share / style.top;
  let log_height = log(max(share, style.bottom) / style.bottom) / log(style.top / style.bottom);
  let height = clamp(select(linear_height, log_height, style.logarithmic == 1.0), 0.0, 1.0);
  let corner = CORNERS[vertex];
  return vec4f((f32(bin) + corner.x) / style.bin_count * 2.0 - 1.0, corner.y * height * 2.0 - 1.0, 0.0, 1.0);
}

@fragment
fn fill_bar() -> @location(0) vec4f {
  return style.color;
}
