// Puts particles at their start. Dispatched with one thread a particle of the work's range. CPU
// twins: the files of engine/cpu/start/.

@group(0) @binding(2) var<storage, read_write> positions: array<f32>; // [coordinate][particle], dimensionless
@group(0) @binding(3) var<storage, read_write> passages: array<u32>;  // [particle], step of first passage or NEVER

override workgroup_size: u32;

@compute @workgroup_size(workgroup_size)
fn start(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let particle = work.first_particle + folded_index(id, groups, workgroup_size);
  if (particle >= work.end_particle) { return; }
  for (var coordinate = 0u; coordinate < runs[cell].coordinate_count; coordinate++) {
    positions[coordinate * runs[cell].particle_count + particle] = start_position(particle, coordinate);
  }
  passages[particle] = NEVER;
}
