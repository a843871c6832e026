// Printed from src/engine/layout.ts and src/engine/constants.ts by `npm run layouts`.

// In place of layout.wgsl where coordinates have scales of noise of their own. CPU twin:
// engine/cpu/scales.ts.

const MOST_COORDINATES = 64u;

// [run][coordinate], (multiplicative, additive, rho, rho_complement)
@group(0) @binding(7) var<storage, read> scales: array<vec4f>;

const BLOCK_STEPS = 64u;
const FROZEN = 1e30f;
const NEVER = 0xffffffffu;
const OPEN_END = 3e38f;
const PURPOSE_START = 0u;
const PURPOSE_NOISE = 1u;
const PURPOSE_KICK = 2u;
const PURPOSE_ORDER = 3u;
const SLOT_NON_FINITE = 2u;
const SLOT_ESCAPED = 3u;
const SLOT_ZERO = 4u;
const SLOT_BEYOND = 5u;
const SLOT_FROZEN = 6u;
const EXTRA_SLOTS = 7u;
const MOST_SIDES = 6u;
const MOST_TOLD_SAMPLES = 64u;

// What a run asks of the kernels.
struct Run {
  key: vec2u,                    // the seed
  cell: u32,                     // number of the run inside a sweep, 0 for a single run
  particle_count: u32,
  coordinate_count: u32,         // 1 to 64
  batch_size: u32,               // samples per step
  learning_rate: f32,            // per step
  multiplicative: f32,           // sigma / sqrt(batch) * sqrt(dt)
  additive: f32,                 // tau / sqrt(batch) * sqrt(dt)
  rho: f32,                      // correlation of xi and eta
  rho_complement: f32,           // sqrt(1 - rho^2)
  follow: u32,                   // two-point: sign-bit mask, eta's sign follows xi's
  fair: u32,                     // two-point: sign-bit mask, eta has a fair sign of its own
  flip: u32,                     // two-point: sign-bit mask, eta's sign is turned
  agreement_threshold: u32,      // two-point-batch: words below it make eta's sign follow xi's
  shape: f32,                    // own number of a noise law: nu, alpha or a probability
  log_scale: f32,                // alpha-stable: log of the batch's scale, batch^(1/alpha - 1/2)
  heads_threshold: u32,          // unfair-coins: words below it are heads
  follow_threshold: u32,         // unfair-coins: words below it make eta follow xi
  own_threshold: u32,            // unfair-coins: other words below it are heads of eta's own
  coin_unit: f32,                // unfair-coins: what one more of heads adds to xi
  coin_offset: f32,              // unfair-coins: -xi without any
  sample_count: u32,             // dataset: samples in the set
  low_bits: u32,                 // dataset: bits of the halves of a sample's number
  high_bits: u32,
  xi_unit: f32,                  // dataset: value of one unit of the stored integers
  eta_unit: f32,
  dt: f32,                       // length of a step on the SDE clock
  shake: f32,                    // surfaces: standard deviation of a translation
  sample_xi: f32,                // formula: standard deviation of xi, multiplicative / dt
  sample_eta: f32,               // formula: standard deviation of eta, additive / dt
  parameters: vec4f,             // formula: its parameters, in their order
  method_parameters: vec4f,      // a method of formulas: its parameters, in their order
  log_beta1: f32,                // ln beta1, of beta1 in float32
  log_beta2: f32,                // ln beta2, likewise
  radius: f32,                   // escape radius
  reach: f32,                    // |x| at which a particle is frozen, at least the radius
  region_coordinate: u32,        // coordinate that may leave; 0 where the region is another
  region_low: f32,               // below it a particle has left: of the coordinate, or of the mean loss
  region_high: f32,              // above it a particle has left
  histogram_coordinate: u32,
  histogram_absolute: u32,       // 1: bin |x|, 0: bin x
  bin_count: u32,
  last_step: u32,                // escape: steps that a replica takes at most
  underflow: f32,                // |x| below which a particle is counted at 0
  start_a: array<vec4f, 16>,     // per coordinate: point, mean or low end
  start_b: array<vec4f, 16>,     // per coordinate: standard deviation or width
  drift: array<vec4f, 16>,       // per coordinate: a dt
  loss_numbers: array<vec4f, 4>, // own numbers of the loss, as its model lists them
  perturbation: f32,             // perturbed: size of the kicks * sqrt(dt)
  epoch_length: u32,             // svrg: steps between landmarks
  beta: f32,                     // heavy-ball, nesterov: share of the last step
  decay: f32,                    // rmsprop: share kept
  epsilon: f32,                  // rmsprop, adam, adamw, amsgrad, adagrad: added to the root
  beta1: f32,                    // adam, adamw, amsgrad: share of slopes kept
  beta2: f32,                    // adam, adamw, amsgrad, adai: share of squares kept
  weight_decay: f32,             // adamw, sgd-weight-decay: pull towards 0 * dt
  clip: f32,                     // clipped-sgd: longest slope taken
  temperature: f32,              // langevin: temperature * dt
  ascent: f32,                   // sam: length of the step uphill
  beta0: f32,                    // adai: share of a new slope
  period: u32,                   // step-decay: steps between two cuts
  factor: f32,                   // step-decay: share kept at a cut
  exponent: f32,                 // power-decay: power of the step
  horizon: u32,                  // cosine: steps until it is 0
  warm_up: u32,                  // warm-up: steps until it is h
}

// What one submit does.
struct Work {
  first_particle: u32, // of escape and tally: first tile or batch
  end_particle: u32,
  first_step: u32,     // steps done before
  end_step: u32,
}

// What one coordinate's steps need of `RUN`, loaded once: buffers read inside the loop cost a fifth
// on software adapters.
struct Rates {
  learning_rate: f32,
  drift: f32,
  multiplicative: f32,
  additive: f32,
  rho: f32,
  rho_complement: f32,
  follow: u32,
  fair: u32,
  flip: u32,
  dt: f32,
  shake: f32,
  sample_xi: f32,
  sample_eta: f32,
  parameters: vec4f,
  method_parameters: vec4f,
  log_beta1: f32,
  log_beta2: f32,
  perturbation: f32,
  epoch_length: u32,
  beta: f32,
  decay: f32,
  epsilon: f32,
  beta1: f32,
  beta2: f32,
  weight_decay: f32,
  clip: f32,
  temperature: f32,
  ascent: f32,
  beta0: f32,
  period: u32,
  factor: f32,
  exponent: f32,
  horizon: u32,
  warm_up: u32,
}

fn load_rates(coordinate: u32) -> Rates {
  return Rates(
    runs[cell].learning_rate,
    runs[cell].drift[coordinate / 4u][coordinate % 4u],
    scales[cell * MOST_COORDINATES + coordinate].x,
    scales[cell * MOST_COORDINATES + coordinate].y,
    scales[cell * MOST_COORDINATES + coordinate].z,
    scales[cell * MOST_COORDINATES + coordinate].w,
    runs[cell].follow,
    runs[cell].fair,
    runs[cell].flip,
    runs[cell].dt,
    runs[cell].shake,
    runs[cell].sample_xi,
    runs[cell].sample_eta,
    runs[cell].parameters,
    runs[cell].method_parameters,
    runs[cell].log_beta1,
    runs[cell].log_beta2,
    runs[cell].perturbation,
    runs[cell].epoch_length,
    runs[cell].beta,
    runs[cell].decay,
    runs[cell].epsilon,
    runs[cell].beta1,
    runs[cell].beta2,
    runs[cell].weight_decay,
    runs[cell].clip,
    runs[cell].temperature,
    runs[cell].ascent,
    runs[cell].beta0,
    runs[cell].period,
    runs[cell].factor,
    runs[cell].exponent,
    runs[cell].horizon,
    runs[cell].warm_up,
  );
}
