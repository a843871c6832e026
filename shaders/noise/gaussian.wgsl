// Two correlated standard normals a step, two words.
// Interface of this folder: Noise, start_noise, draw_noise -> (xi, eta) with unit variance and correlation rho.
// CPU twin: engine/cpu/noise/gaussian.ts.

struct Noise { stream: Stream }

fn start_noise(position: vec4u) -> Noise {
  return Noise(start_stream(position, run.key));
}

fn draw_noise(noise: ptr<function, Noise>) -> vec2f {
  let radius_word = next_word(&(*noise).stream);
  let angle_word = next_word(&(*noise).stream);
  let z = normal_pair(radius_word, angle_word);
  return vec2f(z.x, run.rho * z.x + run.rho_complement * z.y);
}
