// step.wgsl of two particles side by side, of which the work may end with the first. Interface of
// this folder: see step.wgsl.

struct Passage { step: Word }

fn load_passage(particle: u32) -> Passage {
  return Passage(Word(passages[particle], passages[particle + 1u]));
}

fn passed_at(passage: Passage, at: Word, x: Point, outside: Choice) -> Passage {
  return Passage(select(passage.step, min(passage.step, at), outside));
}

fn passage_of(before: Passage, after: Passage, moving: Choice) -> Passage {
  return Passage(select(before.step, after.step, moving));
}

fn end_group(passage: Passage, group: u32) -> Passage { return passage; }

fn store_passage(particle: u32, passage: Passage) {
  passages[particle] = passage.step.x;
  if (particle + 1u < work.end_particle) { passages[particle + 1u] = passage.step.y; }
}
