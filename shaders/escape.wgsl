// Carries replicas of many cells from their start to their first passage, without a population: a
// replica lives in registers, and all that is left of it is the step of its first passage. A
// workgroup takes one tile: neighbouring replicas of one cell and side. Whole blocks are computed,
// as in advance.wgsl: a replica that is out stops at the end of its block, and passages behind the
// horizon do not count. Horizons that are too long for one dispatch are cut into legs at the ends
// of blocks. Only between legs is a state stored. Dispatched with one workgroup a tile of the
// work's range. CPU twin: engine/cpu/escape.ts.

@group(0) @binding(2) var<storage, read_write> positions: array<f32>; // [coordinate, then memory][place], dimensionless; between legs
@group(0) @binding(3) var<storage, read_write> passages: array<u32>;  // [place], step of first passage or NEVER
@group(0) @binding(8) var<storage, read> tiles: array<Tile>;          // [tiles]

override workgroup_size: u32;

fn start_state(particle: u32, group: u32) -> State {
  var x = Coordinates();
  for (var k = 0u; k < POINT_SIZE; k++) { x[k] = start_position(particle, group * POINT_SIZE + k); }
  return fresh_state(of_coordinates(x));
}

// One group from the beginning of the leg to its end, or to the first passage.
fn walk_group(particle: u32, place: u32, group: u32, passage: Passage) -> Passage {
  let leg_end = min(work.end_step, runs[cell].last_step);
  var step = work.first_step;
  // Another coordinate may have got out before: later passages do not count.
  if (step >= min(leg_end, passage.step - 1u)) { return passage; }
  let reach = runs[cell].reach;
  let rates = load_rates(group);
  let region = load_region(group);
  let seeds = load_seeds(particle, group);
  var walk = Walk(State(), passage);
  if (step == 0u) { walk.state = start_state(particle, group); } else { walk.state = load_state(group, place); }
  while (step < min(leg_end, walk.passage.step - 1u)) {
    walk = walk_block(walk, rates, region, reach, seeds, particle, group, step);
    step += BLOCK_STEPS;
  }
  if (work.end_step < runs[cell].last_step) { store_state(group, place, walk.state); }
  return walk.passage;
}

@compute @workgroup_size(workgroup_size)
fn escape(
  @builtin(workgroup_id) group_id: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let index = work.first_particle + group_id.x + group_id.y * groups.x;
  if (index >= work.end_particle) { return; }
  let tile = tiles[index];
  let particle = tile.first_particle + local;
  if (particle >= tile.end_particle) { return; }
  let place = tile.place + local;
  cell = tile.run;
  var passage = Passage(NEVER);
  if (work.first_step > 0u) { passage = load_passage(place); }
  passage = walk_groups(particle, place, passage);
  if (passage.step > min(work.end_step, runs[cell].last_step)) { passage.step = NEVER; }
  store_passage(place, passage);
}
