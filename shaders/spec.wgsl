// What a run asks of the kernels, and what one submit does. Host twins: src/engine/gpu/uniforms.ts.

// Steps between two fresh seedings of a particle's stream.
const BLOCK_STEPS = 64u;
// Steps between two refills of the noise's bits; divides BLOCK_STEPS.
const STRIDE_STEPS = 32u;
// Where a particle that went beyond the reach is left, counted as escaped to infinity.
const FROZEN = 1e30f;
// First-passage step of a particle that has not left the radius yet.
const NEVER = 0xffffffffu;
// What a stream is for; enters its position.
const PURPOSE_START = 0u;
const PURPOSE_NOISE = 1u;
const PURPOSE_KICK = 2u;
const PURPOSE_ORDER = 3u;

struct Run {
  key: vec2u,               // the seed
  cell: u32,                // number of the run inside a sweep, 0 for a single run
  particle_count: u32,
  coordinate_count: u32,    // 1 to 64
  batch_size: u32,          // samples per step
  learning_rate: f32,       // per step
  multiplicative: f32,      // sigma / sqrt(batch) * sqrt(dt)
  additive: f32,            // tau / sqrt(batch) * sqrt(dt)
  rho: f32,                 // correlation of xi and eta
  rho_complement: f32,      // sqrt(1 - rho^2)
  follow: u32,              // two-point: sign-bit mask, eta's sign follows xi's
  fair: u32,                // two-point: sign-bit mask, eta has a fair sign of its own
  flip: u32,                // two-point: sign-bit mask, eta's sign is turned
  agreement_threshold: u32, // two-point-batch: words below it make eta's sign follow xi's
  sample_count: u32,        // dataset: samples in the set
  low_bits: u32,            // dataset: bits of the halves of a sample's number
  high_bits: u32,
  xi_unit: f32,             // dataset: value of one unit of the stored integers
  eta_unit: f32,
  perturbation: f32,        // perturbed: standard deviation of a kick * sqrt(dt)
  beta: f32,                // heavy-ball, nesterov: share of the last step that is kept
  epoch_length: u32,        // svrg: steps between two landmarks
  dt: f32,                  // length of a step on the SDE clock
  shake: f32,               // surfaces: standard deviation of a translation
  radius: f32,              // escape radius
  reach: f32,               // |x| at which a particle is frozen, at least the radius
  histogram_coordinate: u32,
  histogram_absolute: u32,  // 1: bin |x|, 0: bin x
  bin_count: u32,
  last_step: u32,           // escape: steps that a replica takes at most
  underflow: f32,           // |x| below which a particle is counted at 0
  start_a: array<vec4f, 16>,  // per coordinate: point, mean or low end
  start_b: array<vec4f, 16>,  // per coordinate: standard deviation or width
  drift: array<vec4f, 16>,    // per coordinate: a dt
}

struct Work {
  first_particle: u32,
  end_particle: u32,
  first_step: u32,          // steps done before
  end_step: u32,
}

@group(0) @binding(1) var<uniform> work: Work;

// What one coordinate's steps need, loaded once: buffers read inside the loop cost a fifth on
// software adapters.
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
  perturbation: f32,
  beta: f32,
  epoch_length: u32,
  dt: f32,
  shake: f32,
}

fn load_rates(coordinate: u32) -> Rates {
  let drift = runs[cell].drift[coordinate / 4u][coordinate % 4u];
  return Rates(
    runs[cell].learning_rate, drift, runs[cell].multiplicative, runs[cell].additive, runs[cell].rho, runs[cell].rho_complement, runs[cell].follow, runs[cell].fair, runs[cell].flip,
    runs[cell].perturbation, runs[cell].beta, runs[cell].epoch_length, runs[cell].dt, runs[cell].shake);
}

fn stream_position(particle: u32, block: u32, purpose: u32, coordinate: u32) -> vec4u {
  return vec4u(particle, block, purpose * 256u + coordinate, runs[cell].cell);
}

// Grids are folded into two dimensions: one dimension holds at most 65,535 workgroups.
fn folded_index(id: vec3u, groups: vec3u, group_size: u32) -> u32 {
  return id.x + id.y * groups.x * group_size;
}
