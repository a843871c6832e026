// Order statistics by radix selection on keys that sort like the floats: first how many particles
// have each high half of a key, then, for the few high halves that hold a wanted rank, how many
// have each low half. Among the first particles, up to the end of the work's range. Dispatched with
// one thread a particle. CPU twin: engine/cpu/quantile.ts.

@group(0) @binding(2) var<storage, read> positions: array<f32>; // [coordinate][particle], dimensionless
@group(0) @binding(5) var<storage, read_write> tallies: array<atomic<u32>>; // [half][65536]: tally 0 the high halves, then one a target
@group(0) @binding(6) var<storage, read> targets: array<u32>; // wanted high halves

override workgroup_size: u32;

// Tiny values count as zero, as in the histogram.
fn sort_key(x: f32) -> u32 {
  let tiny = (bitcast<u32>(x) & 0x7fffffffu) < bitcast<u32>(runs[cell].underflow);
  let bits = select(bitcast<u32>(x), 0u, tiny);
  return bits ^ select(0x80000000u, 0xffffffffu, bits >= 0x80000000u);
}

@compute @workgroup_size(workgroup_size)
fn tally_high(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let particle = folded_index(id, groups, workgroup_size);
  if (particle >= work.end_particle) { return; }
  let key = sort_key(positions[runs[cell].histogram_coordinate * runs[cell].particle_count + particle]);
  atomicAdd(&tallies[key >> 16u], 1u);
}

@compute @workgroup_size(workgroup_size)
fn tally_low(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let particle = folded_index(id, groups, workgroup_size);
  if (particle >= work.end_particle) { return; }
  let key = sort_key(positions[runs[cell].histogram_coordinate * runs[cell].particle_count + particle]);
  for (var target_index = 0u; target_index < arrayLength(&targets); target_index++) {
    if (targets[target_index] == key >> 16u) {
      atomicAdd(&tallies[target_index * 65536u + (key & 0xffffu)], 1u);
    }
  }
}
