// Where a value falls among the histogram's edges. CPU twin: engine/cpu/bins.ts.

@group(0) @binding(4) var<storage, read> edges: array<f32>;

// Subnormals are zero: adapters may flush them, and both engines must bin alike.
fn flush_subnormal(x: f32) -> f32 {
  return select(x, 0.0, (bitcast<u32>(x) & 0x7f800000u) == 0u);
}

// How many of the bin_count + 1 rising edges from edge `first` on are <= value: 0 is below, bin_count + 1 above, else bin number
// plus one.
fn bin_slot(value: f32, first: u32, bin_count: u32) -> u32 {
  var low = 0u;
  var high = bin_count + 1u;
  while (low < high) {
    let middle = (low + high) / 2u;
    if (edges[first + middle] <= value) { low = middle + 1u; } else { high = middle; }
  }
  return low;
}
