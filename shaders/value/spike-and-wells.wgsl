// Mean loss of the spike and the wells, averaged over normal translations: each bump is wider by
// their variance, and lower. The bumps are those of loss/spike-and-wells.wgsl.
// Interface of this folder: see saddle.wgsl. CPU twin: theory/surfaces/loss-value.ts.

struct Hill { centre: vec2f, width: f32, height: f32 }

const HILLS = array<Hill, 5>(
  Hill(vec2f(-2.75, 2.5), 0.45, 3.0),
  Hill(vec2f(-2.5, 2.0), 1.2, 0.35),
  Hill(vec2f(-1.5, -0.5), 1.0, -0.6),
  Hill(vec2f(0.5, 1.5), 0.9, -0.55),
  Hill(vec2f(2.5, -1.0), 0.9, -1.05),
);

fn value_size() -> u32 { return 2u; }

fn loss_value(x: vec4f, first: u32) -> f32 {
  let variance = runs[cell].shake * runs[cell].shake;
  var sum = 0.0;
  for (var i = 0u; i < 5u; i++) {
    let hill = HILLS[i];
    let square = hill.width * hill.width;
    let away = x.xy - hill.centre;
    sum += hill.height * square / (square + variance) * exp(-0.5 * dot(away, away) / (square + variance));
  }
  return sum;
}
