// Mean of a loss of one's own: the generated file has formula_value, f without its noise.
// Interface of this folder: see saddle.wgsl. CPU twin: theory/surfaces/loss-value.ts.

fn value_size() -> u32 { return FORMULA_COORDINATES; }

fn loss_value(x: vec4f, first: u32) -> f32 {
  return formula_value(x, runs[cell].parameters);
}
