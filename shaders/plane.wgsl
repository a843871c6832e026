// Counts the first particles, up to the end of the work's range, over a grid of their first two
// coordinates. Dispatched with one thread a particle. CPU twin: engine/cpu/plane.ts.

@group(0) @binding(2) var<storage, read> positions: array<f32>; // [coordinate][particle], dimensionless
@group(0) @binding(5) var<storage, read_write> slots: array<atomic<u32>>; // [row of y][column of x], then one for what is outside

override workgroup_size: u32;
override plane_bins: u32; // bins in each direction

@compute @workgroup_size(workgroup_size)
fn plane(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let particle = folded_index(id, groups, workgroup_size);
  if (particle >= work.end_particle) { return; }
  let x = flush_tiny(positions[particle], runs[cell].underflow);
  let y = flush_tiny(positions[runs[cell].particle_count + particle], runs[cell].underflow);
  let column = bin_slot(x, 0u, plane_bins);
  let row = bin_slot(y, plane_bins + 1u, plane_bins);
  // Slot 0 is below and the last one above; NaN is at or above no edge.
  let inside = (column >= 1u) & (column <= plane_bins) & (row >= 1u) & (row <= plane_bins);
  atomicAdd(&slots[select(plane_bins * plane_bins, (row - 1u) * plane_bins + column - 1u, inside)], 1u);
}
