// Counts a population: every particle adds to integers of its workgroup, and each workgroup adds
// its sums once. Counts the first particles, up to the end of the work's range. Dispatched with
// ceil(particles / particles_per_invocation) threads. CPU twin: engine/cpu/histogram.ts.

@group(0) @binding(2) var<storage, read> positions: array<f32>; // [coordinate][particle], dimensionless
@group(0) @binding(3) var<storage, read> passages: array<u32>;  // [particle], step of first passage or NEVER
@group(0) @binding(5) var<storage, read_write> slots: array<atomic<u32>>; // below, bins..., above, then the five below

override workgroup_size: u32;
override particles_per_invocation: u32;
override shared_slots: u32; // bin_count + EXTRA_SLOTS - 1

// All slots but the last, SLOT_FROZEN: with the most bins they fill the 16 KiB of every device.
var<workgroup> sums: array<atomic<u32>, shared_slots>;

// bin_slot with a guess by the axis first, which its two edges confirm: a search reads twelve.
fn guessed_slot(value: f32, low: f32, scale: f32) -> u32 {
  let last = runs[cell].bin_count + 1u;
  let guess = u32(clamp(fma(along(value) - low, scale, 1.0), 0.0, f32(last)));
  let not_below = (guess == 0u) | (edges[max(guess, 1u) - 1u] <= value);
  let not_above = (guess == last) | (value < edges[min(guess, last - 1u)]);
  var slot = guess;
  if (!(not_below & not_above)) { slot = bin_slot(value, 0u, runs[cell].bin_count); }
  return slot;
}

@compute @workgroup_size(workgroup_size)
fn histogram(
  @builtin(global_invocation_id) id: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  // Workgroup memory starts at zero.
  let invocation = folded_index(id, groups, workgroup_size);
  let stride = groups.x * groups.y * workgroup_size;
  let low = along(edges[0]);
  let scale = f32(runs[cell].bin_count) / (along(edges[runs[cell].bin_count]) - low);
  // Counted in registers, since all particles would add to the same few integers.
  var escaped = 0u;
  var zero = 0u;
  var frozen = 0u;
  var beyond = 0u;
  for (var turn = 0u; turn < particles_per_invocation; turn++) {
    let particle = invocation + turn * stride;
    if (particle < work.end_particle) {
      let x = flush_tiny(positions[runs[cell].histogram_coordinate * runs[cell].particle_count + particle], runs[cell].underflow);
      let bits = bitcast<u32>(x) & 0x7fffffffu;
      let slot = guessed_slot(select(x, abs(x), runs[cell].histogram_absolute == 1u), low, scale);
      atomicAdd(&sums[select(slot, runs[cell].bin_count + SLOT_NON_FINITE, bits > 0x7f800000u)], 1u);
      escaped += select(0u, 1u, passages[particle] != NEVER);
      zero += select(0u, 1u, bits == 0u);
      frozen += select(0u, 1u, bits == bitcast<u32>(FROZEN));
      beyond += select(0u, 1u, is_beyond(particle));
    }
  }
  if (escaped > 0u) { atomicAdd(&sums[runs[cell].bin_count + SLOT_ESCAPED], escaped); }
  if (zero > 0u) { atomicAdd(&sums[runs[cell].bin_count + SLOT_ZERO], zero); }
  if (frozen > 0u) { atomicAdd(&slots[runs[cell].bin_count + SLOT_FROZEN], frozen); }
  if (beyond > 0u) { atomicAdd(&sums[runs[cell].bin_count + SLOT_BEYOND], beyond); }
  workgroupBarrier();
  for (var slot = local; slot < shared_slots; slot += workgroup_size) {
    let sum = atomicLoad(&sums[slot]);
    if (sum > 0u) { atomicAdd(&slots[slot], sum); }
  }
}
