// Printed from src/engine/layout.ts and src/engine/constants.ts by `npm run layouts`.

// Parameters, in words.
export const KEY = 0; // the seed
export const CELL = 2; // number of the run inside a sweep, 0 for a single run
export const COORDINATE_COUNT = 3; // 1 to 64
export const LEARNING_RATE = 4; // per step
export const MULTIPLICATIVE = 5; // sigma / sqrt(batch) * sqrt(dt)
export const ADDITIVE = 6; // tau / sqrt(batch) * sqrt(dt)
export const RHO = 7; // correlation of xi and eta
export const RHO_COMPLEMENT = 8; // sqrt(1 - rho^2)
export const FOLLOW = 9; // two-point: sign-bit mask, eta's sign follows xi's
export const FAIR = 10; // two-point: sign-bit mask, eta has a fair sign of its own
export const FLIP = 11; // two-point: sign-bit mask, eta's sign is turned
export const PERTURBATION = 12; // perturbed: size of the kicks * sqrt(dt)
export const BETA = 13; // heavy-ball, nesterov: share of the last step
export const EPOCH_LENGTH = 14; // svrg: steps between landmarks
export const RADIUS = 15; // escape radius
export const REACH = 16; // |x| at which a particle is frozen, at least the radius
export const DRIFT = 20; // per coordinate: a dt
export const START_A = 84; // per coordinate: point, mean or low end
export const START_B = 148; // per coordinate: standard deviation or width
export const MEMORY_ROWS = 212; // rows of memory for each coordinate, 0 or 1
export const LAW = 213; // a number of SIMD_KINDS, as the next four
export const OPTIMIZER = 214;
export const SCHEDULE = 215;
export const START = 216;
export const LOSS = 217;
export const STRIDE = 218; // numbers from one row to the next
export const ROWS = 219; // address of the rows: f32[coordinates, then memory][stride]
export const PASSAGES = 220; // address of the passages: u32[stride]
export const EXITS = 221; // address of the exits: u32[stride]
export const PARAMETER_WORDS = 224;

// Kinds, each list with how many it has.
export const LAW_NONE: u32 = 0;
export const LAW_GAUSSIAN: u32 = 1;
export const LAW_TWO_POINT: u32 = 2;
export const LAW_KINDS: u32 = 3;
export const OPTIMIZER_GD: u32 = 0;
export const OPTIMIZER_SGD: u32 = 1;
export const OPTIMIZER_PERTURBED: u32 = 2;
export const OPTIMIZER_SVRG: u32 = 3;
export const OPTIMIZER_HEAVY_BALL: u32 = 4;
export const OPTIMIZER_NESTEROV: u32 = 5;
export const OPTIMIZER_KINDS: u32 = 6;
export const SCHEDULE_CONSTANT: u32 = 0;
export const SCHEDULE_INVERSE_TIME: u32 = 1;
export const SCHEDULE_KINDS: u32 = 2;
export const START_POINT: u32 = 0;
export const START_GAUSSIAN: u32 = 1;
export const START_UNIFORM: u32 = 2;
export const START_KINDS: u32 = 3;
export const LOSS_SADDLE: u32 = 0;
export const LOSS_RELU_SADDLE: u32 = 1;
export const LOSS_KINDS: u32 = 2;

export const BLOCK_STEPS: u32 = 64;
export const STRIDE_STEPS: u32 = 32;
export const NEVER: u32 = 0xffffffff;
export const PURPOSE_START: u32 = 0;
export const PURPOSE_NOISE: u32 = 1;
export const PURPOSE_KICK: u32 = 2;
