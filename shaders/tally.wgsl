// Counts the first passages of batches once all their sides are done: how many replicas escaped on
// each side, and how many on that side and on the first. Dispatched with one workgroup a batch of
// the work's range. CPU twin: engine/cpu/tally.ts.

@group(0) @binding(3) var<storage, read> passages: array<u32>;       // [side][place], step of first passage or NEVER
@group(0) @binding(5) var<storage, read_write> tallies: array<u32>;  // [batch][2 MOST_SIDES]: escaped by side, then together by side
@group(0) @binding(9) var<storage, read> batches: array<Batch>;      // [batches]

override workgroup_size: u32;

var<workgroup> sums: array<atomic<u32>, 2u * MOST_SIDES>;

@compute @workgroup_size(workgroup_size)
fn tally(
  @builtin(workgroup_id) group_id: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  // Workgroup memory starts at zero.
  let index = work.first_particle + group_id.x + group_id.y * groups.x;
  if (index < work.end_particle) {
    let batch = batches[index];
    for (var side = 0u; side < batch.sides; side++) {
      var escaped = 0u;
      var together = 0u;
      for (var replica = local; replica < batch.count; replica += workgroup_size) {
        let place = batch.place + replica;
        let own = select(0u, 1u, passages[place + side * batch.stride] != NEVER);
        escaped += own;
        together += own & select(0u, 1u, passages[place] != NEVER);
      }
      atomicAdd(&sums[side], escaped);
      atomicAdd(&sums[MOST_SIDES + side], together);
    }
  }
  workgroupBarrier();
  if (index >= work.end_particle) { return; }
  for (var slot = local; slot < 2u * MOST_SIDES; slot += workgroup_size) {
    tallies[index * 2u * MOST_SIDES + slot] = atomicLoad(&sums[slot]);
  }
}
