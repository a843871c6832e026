// The one run of a population. In a uniform, and its number a constant: read from a list like that
// of many.wgsl, it costs a network of four weights 7 % and one coordinate 2 % on software adapters.
// Interface of this folder: runs, and cell, which of them an invocation works for.

@group(0) @binding(0) var<uniform> runs: array<Run, 1>;

const cell = 0u;
