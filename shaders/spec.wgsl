// What one submit does, and where in the stream of random words a particle is. The structs are in
// layout.wgsl.

@group(0) @binding(1) var<uniform> work: Work;

fn stream_position(particle: u32, block: u32, purpose: u32, coordinate: u32) -> vec4u {
  return vec4u(particle, block, purpose * 256u + coordinate, runs[cell].cell);
}

// Grids are folded into two dimensions: one dimension holds at most 65,535 workgroups.
fn folded_index(id: vec3u, groups: vec3u, group_size: u32) -> u32 {
  return id.x + id.y * groups.x * group_size;
}
