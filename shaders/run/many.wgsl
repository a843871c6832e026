// The runs of a map: one for each cell and side. The entry point sets the cell.
// Interface of this folder: see one.wgsl.

@group(0) @binding(0) var<storage, read> runs: array<Run>;

var<private> cell: u32;
