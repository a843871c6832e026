// Moves a population: many steps in registers, state read and written once. Coordinates of a
// separable loss are independent chains that meet only in the first passage, so each is a group
// that is carried through all steps before the next; coordinates that move together are one group.
// Every variable that a loop changes costs. Dispatched with ceil(particles /
// particles_per_invocation) threads. CPU twin: engine/cpu/advance.ts.

@group(0) @binding(2) var<storage, read_write> positions: array<f32>; // [coordinate, then memory][particle], dimensionless
@group(0) @binding(3) var<storage, read_write> passages: array<u32>;  // [particle], step of first passage or NEVER

override workgroup_size: u32;
override particles_per_invocation: u32;

@compute @workgroup_size(workgroup_size)
fn advance(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let invocation = folded_index(id, groups, workgroup_size);
  let stride = groups.x * groups.y * workgroup_size;
  let reach = runs[cell].reach;
  for (var turn = 0u; turn < particles_per_invocation; turn++) {
    let particle = work.first_particle + invocation + turn * stride;
    if (particle >= work.end_particle) { return; }
    var walk = Walk(State(), load_passage(particle));
    for (var group = 0u; group < runs[cell].coordinate_count / POINT_SIZE; group++) {
      let rates = load_rates(group);
      let region = load_region(group);
      let seeds = load_seeds(particle, group);
      walk.state = load_state(group, particle);
      var step = work.first_step;
      // A particle at the edge of the range stays there: its steps are over.
      while ((step < work.end_step) & (largest(walk.state.x) < reach)) {
        walk = walk_block(walk, rates, region, reach, seeds, particle, group, step);
        walk.state = edge_state(walk.state);
        step = (step / BLOCK_STEPS + 1u) * BLOCK_STEPS;
      }
      store_state(group, particle, walk.state);
      walk.passage = end_group(walk.passage, group);
    }
    store_passage(particle, walk.passage);
  }
}
