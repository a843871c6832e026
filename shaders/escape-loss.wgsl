// Carries replicas whose region is of the mean loss, which all coordinates make together: as
// escape.wgsl, which says the rest, with the states of all coordinates at hand and every one
// carried through one block of steps before the next block. Dispatched with one workgroup a tile of
// the work's range. CPU twin: engine/cpu/escape.ts.

@group(0) @binding(2) var<storage, read_write> positions: array<f32>; // [coordinate, then memory][place], dimensionless; between legs
@group(0) @binding(3) var<storage, read_write> passages: array<u32>;  // [place], step of first passage or NEVER
@group(0) @binding(8) var<storage, read> tiles: array<Tile>;          // [tiles]

override workgroup_size: u32;

// As many as a spec may have: 64 coordinates that move apart, or one point.
const MOST_GROUPS = select(1u, 64u, POINT_SIZE == 1u);

fn start_state(particle: u32, group: u32) -> State {
  var x = Coordinates();
  for (var k = 0u; k < POINT_SIZE; k++) { x[k] = start_position(particle, group * POINT_SIZE + k); }
  return fresh_state(of_coordinates(x));
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
  let group_count = runs[cell].coordinate_count / POINT_SIZE;
  let first_leg = work.first_step == 0u;
  let end = min(work.end_step, runs[cell].last_step);
  var passage = NEVER;
  if (!first_leg) { passage = passages[place]; }
  var states: array<State, MOST_GROUPS>;
  for (var group = 0u; group < group_count; group++) {
    if (first_leg) { states[group] = start_state(particle, group); } else { states[group] = load_state(group, place); }
  }
  var losses: array<f32, BLOCK_STEPS>; // after each step of a block
  var step = work.first_step;
  while (step < end && passage == NEVER) {
    // A declaration in a loop is zero only once on Dawn.
    losses = array<f32, BLOCK_STEPS>();
    let block_end = min(step + BLOCK_STEPS, end);
    for (var group = 0u; group < group_count; group++) {
      let rates = load_rates(group);
      var state = states[group];
      var source = start_source(load_seeds(particle, group), particle, step / BLOCK_STEPS, group);
      var at = step;
      var size = largest(state.x);
      while (at < block_end) {
        source = refill_source(source);
        for (var i = 0u; i < STRIDE_STEPS; i++) {
          let moved = optimizer_step(state, rates, source, at);
          source = moved.source;
          state = taken_state(state, moved.state, size < runs[cell].reach);
          size = largest(state.x);
          losses[at % BLOCK_STEPS] += loss_value(padded(state.x), group * POINT_SIZE);
          at++;
        }
      }
      if (size >= runs[cell].reach) { state = edge_state(state); }
      states[group] = state;
    }
    while (step < block_end) {
      let loss = losses[step % BLOCK_STEPS];
      step++;
      if (passage == NEVER && is_off_level(loss)) { passage = step; }
    }
  }
  if (work.end_step < runs[cell].last_step) {
    for (var group = 0u; group < group_count; group++) { store_state(group, place, states[group]); }
  }
  passages[place] = passage;
}
