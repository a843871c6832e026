// Eight steps of straight-line code of a plain run: in one coordinate, with rates that stay, to a
// radius. Of a first passage only the number of steps since then is kept: two variables that a loop
// changes, and signs in place of choices, which cost software adapters most. CPU twin:
// engine/cpu/advance.ts.

struct Steps {
  state: State,
  source: Source,
  outside: Word,  // the highest bit: whether a step was outside
  inside: Number, // steps before the first one outside, less all since then
}

fn after_step(before: Steps, source: Source, rates: Rates, region: Region) -> Steps {
  let moved = optimizer_step(before.state, rates, source, 0u);
  let outside = before.outside | bitcast<Word>(region.radius - largest(moved.state.x));
  // 1, or -1 once it was outside.
  let one = bitcast<Number>((outside & Word(0x80000000u)) | Word(0x3f800000u));
  return Steps(moved.state, moved.source, outside, before.inside + one);
}

fn after_two(before: Steps, rates: Rates, region: Region) -> Steps {
  let first = after_step(before, Source(pair_noise(before.source.noise)), rates, region);
  return after_step(first, first.source, rates, region);
}

// The last of them is one after which the edge is looked for (edge/every-eighth.wgsl); who was at it
// stays there.
fn after_eight(before: Steps, rates: Rates, region: Region) -> Steps {
  let a = after_two(before, rates, region);
  let b = after_two(a, rates, region);
  let c = after_two(b, rates, region);
  let d = after_two(c, rates, region);
  let state = taken_state(before.state, edge_state(d.state), largest(before.state.x) < Number(runs[cell].reach));
  return Steps(state, d.source, d.outside, d.inside);
}

// What is known after a whole block that began after the step `first`.
fn end_block(passage: Passage, steps: Steps, first: u32) -> Walk {
  let outside = Word((f32(BLOCK_STEPS) - steps.inside) * 0.5);
  return Walk(steps.state, passed_at(passage, first + BLOCK_STEPS + 1u - outside, steps.state.x, outside > Word()));
}
