// All steps of one block, for noise that draws once a stride: straight-line code, as a loop costs
// software adapters a tenth to a third. Interface of this folder: see whole.wgsl.

struct Walk { state: State, passage: Passage }

fn after_stride(before: Steps, rates: Rates, region: Region) -> Steps {
  let filled = Steps(before.state, refill_source(before.source), before.outside, before.inside);
  let a = after_eight(filled, rates, region);
  let b = after_eight(a, rates, region);
  let c = after_eight(b, rates, region);
  return after_eight(c, rates, region);
}

fn walk_block(
  walk: Walk, rates: Rates, region: Region, reach: f32, seeds: Seeds, particle: u32, group: u32,
  first: u32,
) -> Walk {
  let start = Steps(walk.state, start_source(seeds, particle, first / BLOCK_STEPS, group), Word(), Number());
  let half = after_stride(start, rates, region);
  return end_block(walk.passage, after_stride(half, rates, region), first);
}
