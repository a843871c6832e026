// An invocation carries one particle. Interface of this folder: LANES = particles that an invocation
// carries side by side; Number, Integer, Word and Choice = one of each a particle; Pair and Seed =
// two numbers and four words a particle; counted_from = `first` and the numbers after it. Files that
// never carry more say f32, i32, u32, bool, vec2f and vec4u, which are the same here.

alias Number = f32;
alias Integer = i32;
alias Word = u32;
alias Choice = bool;
alias Pair = vec2f;
alias Seed = vec4u;

const LANES = 1u;

fn counted_from(first: u32) -> Word { return first; }
