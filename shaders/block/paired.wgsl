// All steps of one block, for noise that draws once for two steps: both are straight-line code, as a
// loop around two steps costs software adapters a third of them. Interface of this folder: see
// whole.wgsl.

struct Walk { state: State, passage: Passage }

fn walk_block(
  walk: Walk, rates: Rates, region: Region, reach: f32, seeds: Seeds, particle: u32, group: u32,
  first: u32,
) -> Walk {
  var state = walk.state;
  var passage = walk.passage;
  var source = start_source(seeds, particle, first / BLOCK_STEPS, group);
  for (var pair = 0u; pair < BLOCK_STEPS / 2u; pair++) {
    let at = first + 2u * pair;
    let moved = optimizer_step(state, rates, refill_source(source), at);
    let middle = taken_state(state, looked_at(moved.state, at + 1u), moves_on(state.x, at, reach));
    let next = optimizer_step(middle, rates, moved.source, at + 1u);
    source = next.source;
    state = taken_state(middle, looked_at(next.state, at + 2u), moves_on(middle.x, at + 1u, reach));
    passage = passed_at(passage, at + 1u, middle.x, is_outside(middle.x, largest(middle.x), region));
    passage = passed_at(passage, at + 2u, state.x, is_outside(state.x, largest(state.x), region));
  }
  return Walk(state, passage);
}
