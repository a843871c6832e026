// Of a first passage its step is kept. Interface of this folder: Passage, whose `step` is that of
// the earliest one known; load_passage; passed_at = what is known after the step `at`; passage_of =
// what is known after steps that only who was moving has taken; end_group = what is known of all
// coordinates so far; store_passage.

struct Passage { step: u32 }

fn load_passage(particle: u32) -> Passage { return Passage(passages[particle]); }

fn passed_at(passage: Passage, at: u32, x: Point, outside: bool) -> Passage {
  return Passage(select(passage.step, min(passage.step, at), outside));
}

fn passage_of(before: Passage, after: Passage, moving: bool) -> Passage { return after; }

fn end_group(passage: Passage, group: u32) -> Passage { return passage; }

fn store_passage(particle: u32, passage: Passage) { passages[particle] = passage.step; }
