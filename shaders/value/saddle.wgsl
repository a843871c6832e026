// Mean loss -a x^2 / 2 of one coordinate. Interface of this folder: value_size = coordinates of a
// part; loss_value = mean loss of the part that begins at coordinate `first`, of its coordinates
// with ones behind them; the whole is the sum of the parts. CPU twin:
// theory/surfaces/loss-value.ts.

fn value_size() -> u32 { return 1u; }

fn loss_value(x: vec4f, first: u32) -> f32 {
  return -0.5 * (runs[cell].drift[first / 4u][first % 4u] / runs[cell].dt * x.x) * x.x;
}
