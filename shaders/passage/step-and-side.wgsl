// Of a first passage its step is kept, and the coordinate and side that were left by: a second
// choice in the loop, which costs up to 5 %. Interface of this folder: see step.wgsl.

struct Passage {
  step: u32,  // earliest of this group, or the one that was known
  x: Point,   // where that was
  known: u32, // before this call
  best: Exit, // earliest of the groups before, of the largest size
}

struct Exit { step: u32, code: u32, size: f32 }

fn load_passage(particle: u32) -> Passage {
  let known = passages[particle];
  return Passage(known, Point(), known, Exit(known, 0u, 0.0));
}

fn passed_at(passage: Passage, at: u32, x: Point, outside: bool) -> Passage {
  let first = outside & (at < passage.step);
  return Passage(
    select(passage.step, at, first), either(passage.x, x, first), passage.known, passage.best);
}

fn passage_of(before: Passage, after: Passage, moving: bool) -> Passage { return after; }

// A group counts every passage before the known one, so that of two in one step the larger is
// taken.
fn end_group(passage: Passage, group: u32) -> Passage {
  let place = exit_of(passage.x, group);
  let before = passage.best;
  let taken = (passage.step < passage.known) &
    ((passage.step < before.step) | ((passage.step == before.step) & (place.size > before.size)));
  let best = Exit(
    select(before.step, passage.step, taken), select(before.code, place.code, taken),
    select(before.size, place.size, taken));
  return Passage(passage.known, Point(), passage.known, best);
}

fn store_passage(particle: u32, passage: Passage) {
  passages[particle] = passage.best.step;
  if (passage.best.step < passage.known) { store_exit(particle, passage.best.code); }
}
