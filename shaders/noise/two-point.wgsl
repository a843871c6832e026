// Means of batch_size fair signs: xi from bits of the stream, 32 signs a word; each sign of eta follows xi's with
// probability (1 + rho) / 2. Scaled by sqrt(batch_size) to unit variance.
// Interface of this folder: Noise, start_noise, draw_noise. CPU twin: engine/cpu/noise/two-point.ts.

// How eta's sign follows xi's (run.agreement).
const AGREEMENT_NEVER = 0u;  // rho = -1
const AGREEMENT_ALWAYS = 1u; // rho = 1, or no additive noise
const AGREEMENT_FAIR = 2u;   // rho = 0: a bit of its own
const AGREEMENT_WORD = 3u;   // a word of its own, compared with the threshold

struct Noise { stream: Stream, bits: u32, bits_left: u32 }

fn start_noise(position: vec4u) -> Noise {
  return Noise(start_stream(position, run.key), 0u, 0u);
}

// A fair sign in the highest bit; the other bits are not cleared.
fn draw_sign(noise: ptr<function, Noise>) -> u32 {
  if ((*noise).bits_left == 0u) {
    (*noise).bits = next_word(&(*noise).stream);
    (*noise).bits_left = 32u;
  }
  let sign = (*noise).bits;
  (*noise).bits = sign + sign;
  (*noise).bits_left -= 1u;
  return sign;
}

fn draw_disagreement(noise: ptr<function, Noise>) -> u32 {
  switch run.agreement {
    case AGREEMENT_NEVER: { return 0x80000000u; }
    case AGREEMENT_ALWAYS: { return 0u; }
    case AGREEMENT_FAIR: { return draw_sign(noise); }
    default: { return select(0x80000000u, 0u, next_word(&(*noise).stream) < run.agreement_threshold); }
  }
}

fn draw_noise(noise: ptr<function, Noise>) -> vec2f {
  var sum = vec2f();
  for (var sample = 0u; sample < run.batch_size; sample++) {
    let xi = draw_sign(noise);
    let eta = xi ^ draw_disagreement(noise);
    sum += bitcast<vec2f>((vec2u(xi, eta) & vec2u(0x80000000u)) | vec2u(0x3f800000u));
  }
  return sum * inverseSqrt(f32(run.batch_size));
}
