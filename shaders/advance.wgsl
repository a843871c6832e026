// Moves a population: many steps in registers, state read and written once. Coordinates of a separable loss are independent
// chains that meet only in the first passage, so each is carried through all steps before the next.
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
        var noise = skip_noise(start, step % BLOCK_STEPS);
        while (step < block_end) {
          noise = refill_noise(noise, step);
          let stride_end = min((step / STRIDE_STEPS + 1u) * STRIDE_STEPS, block_end);
          while (step < stride_end) {
            let moved = optimizer_step(x, rates, noise);
            x = moved.x;
            noise = moved.noise;
            step++;
            if (abs(x) > radius) {
              passage = min(passage, step);
              if (abs(x) >= FROZEN) {
                x = clamp(x, -FROZEN, FROZEN);
                step = work.end_step;
              }
            }
          }
        }
      }
      positions[index] = x;
    }
    passages[particle] = passage;
  }
}
