// An invocation carries two particles side by side, for adapters that are fastest where one need not
// wait for the other. Interface of this folder: see one.wgsl.

alias Number = vec2f;
alias Integer = vec2i;
alias Word = vec2u;
alias Choice = vec2<bool>;
struct Pair { x: Number, y: Number }
struct Seed { x: Word, y: Word, z: Word, w: Word }

const LANES = 2u;

fn counted_from(first: u32) -> Word { return Word(first, first + 1u); }
