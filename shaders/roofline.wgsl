// The most that `advance` could reach: its generator and its normals, summed, and nothing else. No
// dynamics, no first passage, one seeding for all steps, four steps of straight-line code a turn.
// Takes the place of advance.wgsl. Only the benchmark dispatches it; no CPU twin.

@group(0) @binding(2) var<storage, read_write> positions: array<f32>; // [particle], sum of all normals
@group(0) @binding(3) var<storage, read_write> passages: array<u32>;

override workgroup_size: u32;

// What files of groups/ ask for.
fn walk_group(particle: u32, place: u32, group: u32, passage: Passage) -> Passage { return passage; }

@compute @workgroup_size(workgroup_size)
fn advance(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let particle = work.first_particle + folded_index(id, groups, workgroup_size) * LANES;
  if (particle >= work.end_particle) { return; }
  let seed = stream_seed(stream_position(particle, 0u, PURPOSE_NOISE, 0u), runs[cell].key);
  var stream = start_stream(seed, Word(0u));
  var sum = Number();
  for (var step = work.first_step; step < work.end_step; step += 4u) {
    let a = next_words(stream);
    let first = normal_pair(a.first, a.second);
    let b = next_words(a.stream);
    let second = normal_pair(b.first, b.second);
    let c = next_words(b.stream);
    let third = normal_pair(c.first, c.second);
    let d = next_words(c.stream);
    let fourth = normal_pair(d.first, d.second);
    sum += (first.x + second.x + third.x + fourth.x) + (first.y + second.y + third.y + fourth.y);
    stream = d.stream;
  }
  store_point(0u, particle, sum);
  store_passage(particle, Passage(Word(NEVER)));
}
