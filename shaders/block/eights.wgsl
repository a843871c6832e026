// All steps of one block, eight at a time, for noise that draws in every step or once for two.
// Interface of this folder: see whole.wgsl.

struct Walk { state: State, passage: Passage }

fn walk_block(
  walk: Walk, rates: Rates, region: Region, reach: f32, seeds: Seeds, particle: u32, group: u32,
  first: u32,
) -> Walk {
  var steps = Steps(walk.state, start_source(seeds, particle, first / BLOCK_STEPS, group), Word(), Number());
  for (var eight = 0u; eight < BLOCK_STEPS / 8u; eight++) {
    steps = after_eight(steps, rates, region);
  }
  return end_block(walk.passage, steps, first);
}
