// Moves a population: many steps in registers, state read and written once. Coordinates of a separable loss are independent
// chains that meet only in the first passage, so each is carried through all steps before the next.
// Whole strides are computed, without a branch and with a bound the compiler knows: adapters run both sides of a branch, and
// a loop without such a bound gets a guard. Steps that are not to be taken are thrown away.
// Dispatched with ceil(particles / particles_per_invocation) threads. CPU twin: engine/cpu/advance.ts.

@group(0) @binding(2) var<storage, read_write> positions: array<f32>; // [coordinate][particle], dimensionless
@group(0) @binding(3) var<storage, read_write> passages: array<u32>;  // [particle], step of first passage or NEVER

override workgroup_size: u32;
override particles_per_invocation: u32;

@compute @workgroup_size(workgroup_size)
fn advance(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let invocation = folded_index(id, groups, workgroup_size);
  let stride = groups.x * groups.y * workgroup_size;
  let radius = run.radius;
  for (var turn = 0u; turn < particles_per_invocation; turn++) {
    let particle = work.first_particle + invocation + turn * stride;
    if (particle >= work.end_particle) { return; }
    var passage = passages[particle];
    for (var coordinate = 0u; coordinate < run.coordinate_count; coordinate++) {
      let index = coordinate * run.particle_count + particle;
      let rates = load_rates(coordinate);
      var x = positions[index];
      // A particle at the edge of the range stays there: its steps are over.
      var step = select(work.end_step, work.first_step, abs(x) < FROZEN);
      while (step < work.end_step) {
        let block = step / BLOCK_STEPS;
        let block_end = min((block + 1u) * BLOCK_STEPS, work.end_step);
        let start = start_noise(stream_position(particle, block, PURPOSE_NOISE, coordinate));
        var at = step - step % STRIDE_STEPS;
        var noise = skip_noise(start, at % BLOCK_STEPS);
        var span = block_end - step; // steps to take from `step` on; 0 once frozen
        while (at < block_end) {
          noise = refill_noise(noise);
          for (var i = 0u; i < STRIDE_STEPS; i++) {
            let moved = optimizer_step(x, rates, noise);
            noise = moved.noise;
            let taken = at - step < span; // before `step` the difference wraps round
            x = select(x, moved.x, taken);
            at++;
            let outside = taken & (abs(x) > radius);
            passage = min(passage, select(NEVER, at, outside));
            span = select(span, 0u, outside & (abs(x) >= FROZEN));
          }
        }
        if (span == 0u) { x = clamp(x, -FROZEN, FROZEN); }
        step = select(block_end, work.end_step, span == 0u);
      }
      positions[index] = x;
    }
    passages[particle] = passage;
  }
}
