// The stored samples, and the minibatch of a step as numbers of them: noise writes them in every
// draw, and a loss that is no function of the minibatch's mean reads them.

@group(0) @binding(7) var<storage, read> stored: array<vec2i>; // [sample], (xi, eta) in units of (xi_unit, eta_unit)

var<private> batch: array<u32, MOST_TOLD_SAMPLES>; // [batch_size]

fn stored_sample(number: u32) -> vec2f {
  return vec2f(stored[number]) * vec2f(runs[cell].xi_unit, runs[cell].eta_unit);
}
