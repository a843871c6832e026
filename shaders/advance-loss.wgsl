// Moves a population whose region is of the mean loss, which all coordinates make together: every
// coordinate is carried through one block of steps before the next block, and the parts of the loss
// are added up step by step. A population is moved as advance.wgsl moves it, which says the rest.
// Dispatched with one invocation a particle. CPU twin: engine/cpu/advance.ts.

@group(0) @binding(2) var<storage, read_write> positions: array<f32>; // [coordinate, then memory][particle], dimensionless
@group(0) @binding(3) var<storage, read_write> passages: array<u32>;  // [particle], step of first passage or NEVER

override workgroup_size: u32;

@compute @workgroup_size(workgroup_size)
fn advance(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let particle = work.first_particle + folded_index(id, groups, workgroup_size);
  if (particle >= work.end_particle) { return; }
  let reach = runs[cell].reach;
  var passage = passages[particle];
  var losses: array<f32, BLOCK_STEPS>; // after each step of a block
  var step = work.first_step;
  while (step < work.end_step) {
    let block = step / BLOCK_STEPS;
    let block_end = min((block + 1u) * BLOCK_STEPS, work.end_step);
    let span = block_end - step;
    // A declaration in a loop is zero only once on Dawn.
    losses = array<f32, BLOCK_STEPS>();
    for (var group = 0u; group < runs[cell].coordinate_count / POINT_SIZE; group++) {
      let rates = load_rates(group);
      var state = load_state(group, particle);
      var at = step - step % STRIDE_STEPS;
      var source = skip_source(start_source(load_seeds(particle, group), particle, block, group), at % BLOCK_STEPS);
      var size = largest(state.x);
      while (at < block_end) {
        source = refill_source(source);
        for (var i = 0u; i < STRIDE_STEPS; i++) {
          let moved = optimizer_step(state, rates, source, at);
          source = moved.source;
          // Before `step` the difference wraps round.
          let taken = at - step < span;
          state = taken_state(state, moved.state, taken & (size < reach));
          losses[at % BLOCK_STEPS] += loss_value(padded(state.x), group * POINT_SIZE);
          at++;
          size = largest(state.x);
        }
      }
      if (size >= reach) { state = edge_state(state); }
      store_state(group, particle, state);
    }
    while (step < block_end) {
      let loss = losses[step % BLOCK_STEPS];
      step++;
      if (passage == NEVER && is_off_level(loss)) {
        passage = step;
        store_exit(particle, select(0u, 1u, is_above_level(loss)));
      }
    }
  }
  passages[particle] = passage;
}
