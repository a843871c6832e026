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
  for (var turn = 0u; turn < particles_per_invocation; turn++) {
    let particle = work.first_particle + invocation + turn * stride;
    if (particle >= work.end_particle) { return; }
    var passage = passages[particle];
    for (var coordinate = 0u; coordinate < run.coordinate_count; coordinate++) {
      let index = coordinate * run.particle_count + particle;
      let drift = run.drift[coordinate / 4u][coordinate % 4u];
      var x = positions[index];
      var step = work.first_step;
      while (step < work.end_step) {
        let block = step / BLOCK_STEPS;
        let block_end = min((block + 1u) * BLOCK_STEPS, work.end_step);
        var noise = start_noise(stream_position(particle, block, PURPOSE_NOISE, coordinate));
        for (var replayed = block * BLOCK_STEPS; replayed < step; replayed++) { _ = draw_noise(&noise); }
        while (step < block_end) {
          let next = optimizer_step(x, drift, &noise);
          step++;
          // A frozen particle, and a NaN, stays what it is; a particle that would leave the range freezes.
          let size = abs(next);
          if (abs(x) < FROZEN) { x = select(next, select(FROZEN, -FROZEN, next < 0.0), size >= FROZEN); }
          if (size > run.radius) { passage = min(passage, step); }
        }
      }
      positions[index] = x;
    }
    passages[particle] = passage;
  }
}
