// Where a value falls among the histogram's edges. CPU twin: engine/cpu/bins.ts.

@group(0) @binding(4) var<storage, read> edges: array<f32>;

// What is below `least` is zero: where adapters flush subnormals, steps end there, and both engines
// must bin alike. By the bits, as NaN stays what it is.
fn flush_tiny(x: f32, least: f32) -> f32 {
  return select(x, 0.0, (bitcast<u32>(x) & 0x7fffffffu) < bitcast<u32>(least));
}

// How many of the bin_count + 1 rising edges from edge `first` on are <= value: 0 is below,
// bin_count + 1 above, else bin number plus one.
fn bin_slot(value: f32, first: u32, bin_count: u32) -> u32 {
  let edge_count = bin_count + 1u;
  var slot = 0u;
  // Bit by bit, without a branch and with a bound the compiler knows: at most 4095 edges.
  for (var bit = 2048u; bit > 0u; bit /= 2u) {
    let next = slot + bit;
    slot = select(slot, next, (next <= edge_count) & (edges[first + min(next, edge_count) - 1u] <= value));
  }
  return slot;
}
