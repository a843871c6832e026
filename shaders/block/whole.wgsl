// All steps of one block, for noise that draws in every step. One loop with a constant bound and
// without a branch: adapters run both sides of a branch, a bound that the compiler does not know
// gets a guard, and a loop around this one costs software adapters a sixth. Interface of this
// folder: Walk = what a particle carries through a group's steps; walk_block from the step `first`
// to the end of its block; part.wgsl alone begins and ends inside of a block. CPU twin: engine/cpu/advance.ts.

struct Walk { state: State, passage: Passage }

fn walk_block(
  walk: Walk, rates: Rates, region: Region, reach: f32, seeds: Seeds, particle: u32, group: u32,
  first: u32,
) -> Walk {
  var state = walk.state;
  var passage = walk.passage;
  var source = start_source(seeds, particle, first / BLOCK_STEPS, group);
  for (var i = 0u; i < BLOCK_STEPS; i++) {
    let moved = optimizer_step(state, rates, source, first + i);
    source = moved.source;
    state = taken_state(state, looked_at(moved.state, first + i + 1u), moves_on(state.x, first + i, reach));
    passage = passed_at(passage, first + i + 1u, state.x, is_outside(state.x, largest(state.x), region));
  }
  return Walk(state, passage);
}
