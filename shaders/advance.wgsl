// Moves a population: many steps in registers, state read and written once. Coordinates of a
// separable loss are independent chains that meet only in the first passage, so each is a group
// that is carried through all steps before the next; coordinates that move together are one group.
// Every variable that a loop changes costs. Dispatched with one invocation for LANES particles, which
// go on until all are there. CPU twin: engine/cpu/advance.ts.

@group(0) @binding(2) var<storage, read_write> positions: array<f32>; // [coordinate, then memory][particle], dimensionless
@group(0) @binding(3) var<storage, read_write> passages: array<u32>;  // [particle], step of first passage or NEVER

override workgroup_size: u32;

// One group through all steps.
fn walk_group(particle: u32, place: u32, group: u32, passage: Passage) -> Passage {
  let reach = runs[cell].reach;
  let rates = load_rates(group);
  let region = load_region(group);
  let seeds = load_seeds(particle, group);
  var walk = Walk(load_state(group, place), passage);
  var step = work.first_step;
  // A particle at the edge of the range stays there: its steps are over.
  while ((step < work.end_step) & any(moves_on(walk.state.x, step, reach))) {
    let moving = moves_on(walk.state.x, step, reach);
    let moved = walk_block(walk, rates, region, reach, seeds, particle, group, step);
    walk = Walk(settled(moved.state), passage_of(walk.passage, moved.passage, moving));
    step = (step / BLOCK_STEPS + 1u) * BLOCK_STEPS;
  }
  store_state(group, place, walk.state);
  return end_group(walk.passage, group);
}

@compute @workgroup_size(workgroup_size)
fn advance(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let particle = work.first_particle + folded_index(id, groups, workgroup_size) * LANES;
  if (particle >= work.end_particle) { return; }
  store_passage(particle, walk_groups(particle, particle, load_passage(particle)));
}
