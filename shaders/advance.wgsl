// Moves a population: many steps in registers, state read and written once. Coordinates of a
// separable loss are independent chains that meet only in the first passage, so each is a group
// that is carried through all steps before the next; coordinates that move together are one group.
// Whole strides are computed, without a branch and with a bound the compiler knows: adapters run
// both sides of a branch, and a loop without such a bound gets a guard. Steps that are not to be
// taken are thrown away. Every variable that the loop changes costs. Dispatched with ceil(particles
// / particles_per_invocation) threads. CPU twin: engine/cpu/advance.ts.

@group(0) @binding(2) var<storage, read_write> positions: array<f32>; // [coordinate, then memory][particle], dimensionless
@group(0) @binding(3) var<storage, read_write> passages: array<u32>;  // [particle], step of first passage or NEVER

override workgroup_size: u32;
override particles_per_invocation: u32;
// Whether the work's range is one of whole strides, so that there are no steps to throw away.
override whole_strides: bool;

@compute @workgroup_size(workgroup_size)
fn advance(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let invocation = folded_index(id, groups, workgroup_size);
  let stride = groups.x * groups.y * workgroup_size;
  let reach = runs[cell].reach;
  for (var turn = 0u; turn < particles_per_invocation; turn++) {
    let particle = work.first_particle + invocation + turn * stride;
    if (particle >= work.end_particle) { return; }
    var passage = load_passage(particle);
    for (var group = 0u; group < runs[cell].coordinate_count / POINT_SIZE; group++) {
      let rates = load_rates(group);
      let region = load_region(group);
      var state = load_state(group, particle);
      // A particle at the edge of the range stays there: its steps are over.
      var step = select(work.end_step, work.first_step, largest(state.x) < reach);
      while (step < work.end_step) {
        let block = step / BLOCK_STEPS;
        let block_end = min((block + 1u) * BLOCK_STEPS, work.end_step);
        let span = block_end - step; // steps to take from `step` on
        var at = step - step % STRIDE_STEPS;
        var source = skip_source(start_source(particle, block, group), at % BLOCK_STEPS);
        var size = largest(state.x);
        while (at < block_end) {
          source = refill_source(source);
          for (var i = 0u; i < STRIDE_STEPS; i++) {
            let moved = optimizer_step(state, rates, source, at);
            source = moved.source;
            // Before `step` the difference wraps round.
            let taken = select(at - step < span, true, whole_strides);
            state = taken_state(state, moved.state, taken & (size < reach));
            at++;
            size = largest(state.x);
            passage = passed_at(passage, at, state.x, taken & is_outside(state.x, size, region));
          }
        }
        if (size >= reach) { state = edge_state(state); }
        step = select(block_end, work.end_step, size >= reach);
      }
      store_state(group, particle, state);
      passage = end_group(passage, group);
    }
    store_passage(particle, passage);
  }
}
