// All steps of one block, for noise that draws once a stride. Interface of this folder: see
// whole.wgsl.

struct Walk { state: State, passage: Passage }

fn walk_block(
  walk: Walk, rates: Rates, region: Region, reach: f32, seeds: Seeds, particle: u32, group: u32,
  first: u32,
) -> Walk {
  var state = walk.state;
  var passage = walk.passage;
  var source = start_source(seeds, particle, first / BLOCK_STEPS, group);
  for (var stride = 0u; stride < BLOCK_STEPS / STRIDE_STEPS; stride++) {
    source = refill_source(source);
    for (var i = 0u; i < STRIDE_STEPS; i++) {
      let at = first + stride * STRIDE_STEPS + i;
      let moved = optimizer_step(state, rates, source, at);
      source = moved.source;
      state = taken_state(state, looked_at(moved.state, at + 1u), moves_on(state.x, at, reach));
      passage = passed_at(passage, at + 1u, state.x, is_outside(state.x, largest(state.x), region));
    }
  }
  return Walk(state, passage);
}
