// What one submit does, and which part of it an invocation. The structs are in layout.wgsl.

@group(0) @binding(1) var<uniform> work: Work;

// Grids are folded into two dimensions: one dimension holds at most 65,535 workgroups.
fn folded_index(id: vec3u, groups: vec3u, group_size: u32) -> u32 {
  return id.x + id.y * groups.x * group_size;
}
