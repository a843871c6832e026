// Printed from src/engine/layout.ts and src/engine/constants.ts by `npm run layouts`.

// How a histogram is drawn.
struct Style {
  color: vec4f,        // premultiplied alpha
  particle_count: f32,
  bin_count: f32,
  top: f32,            // share of particles at the upper edge
  bottom: f32,         // share at the lower edge on the log scale
  logarithmic: f32,    // 1: log scale, 0: linear
}
