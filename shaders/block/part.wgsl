// The steps of one block that the work asks for, of any noise: whole strides are computed, and
// steps before and behind are thrown away. Interface of this folder: see whole.wgsl.

struct Walk { state: State, passage: Passage }

fn walk_block(
  walk: Walk, rates: Rates, region: Region, reach: f32, seeds: Seeds, particle: u32, group: u32,
  first: u32,
) -> Walk {
  var state = walk.state;
  var passage = walk.passage;
  let block = first / BLOCK_STEPS;
  let end = min((block + 1u) * BLOCK_STEPS, work.end_step);
  var at = first - first % STRIDE_STEPS;
  var source = skip_source(start_source(seeds, particle, block, group), at % BLOCK_STEPS);
  while (at < end) {
    source = refill_source(source);
    for (var i = 0u; i < STRIDE_STEPS; i++) {
      let moved = optimizer_step(state, rates, source, at);
      source = moved.source;
      // Before `first` the difference wraps round.
      let taken = at - first < end - first;
      let moves = Choice(taken) & moves_on(state.x, at, reach);
      state = taken_state(state, looked_at(moved.state, at + 1u), moves);
      at++;
      let left = Choice(taken) & is_outside(state.x, largest(state.x), region);
      passage = passed_at(passage, Word(at), state.x, left);
    }
  }
  return Walk(state, passage);
}
