// Mean loss of the spike and the wells, averaged over the four translations by two-point noise. The
// bumps are those of loss/spike-and-wells.wgsl.
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
  let shake = runs[cell].shake;
  var sum = 0.0;
  for (var i = 0u; i < 20u; i++) {
    let hill = HILLS[i / 4u];
    let shift = select(vec2f(-shake), vec2f(shake), vec2<bool>((i & 1u) == 1u, (i & 2u) == 2u));
    let away = x.xy + shift - hill.centre;
    sum += 0.25 * hill.height * exp(-0.5 * dot(away, away) / (hill.width * hill.width));
  }
  return sum;
}
