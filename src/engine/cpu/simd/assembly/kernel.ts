// The step of engine/cpu in float32, four particles in the four lanes of a vector: AssemblyScript,
// compiled to WebAssembly with SIMD. The same random words, the same polynomials and the same order
// of operations as shaders/; products and sums are rounded one by one. Whoever calls is
// engine/cpu/simd/simd-kernel.ts, which knows the memory: 4 bytes a number, everything aligned to
// 16.
//
// Noise is drawn for a block of 64 steps at once. The block is first taken without looking at
// anything but the largest |x| on the way; only where somebody passed the radius or the reach in it
// is it taken again, with care. Constants lie in memory, because engines make those in the code
// anew at every use.

import {
  ADDITIVE,
  BETA,
  BLOCK_STEPS,
  CELL,
  COORDINATE_COUNT,
  DRIFT,
  EPOCH_LENGTH,
  FAIR,
  FLIP,
  FOLLOW,
  KEY,
  LAW,
  LAW_GAUSSIAN,
  LAW_KINDS,
  LAW_NONE,
  LAW_TWO_POINT,
  LEARNING_RATE,
  LOSS,
  LOSS_KINDS,
  LOSS_RELU_SADDLE,
  LOSS_SADDLE,
  MEMORY_ROWS,
  MULTIPLICATIVE,
  NEVER,
  OPTIMIZER,
  OPTIMIZER_GD,
  OPTIMIZER_HEAVY_BALL,
  OPTIMIZER_KINDS,
  OPTIMIZER_NESTEROV,
  OPTIMIZER_PERTURBED,
  OPTIMIZER_SGD,
  OPTIMIZER_SVRG,
  PARAMETER_WORDS,
  EXITS,
  PASSAGES,
  PERTURBATION,
  PURPOSE_KICK,
  PURPOSE_NOISE,
  PURPOSE_START,
  RADIUS,
  REACH,
  RHO,
  RHO_COMPLEMENT,
  ROWS,
  SCHEDULE,
  SCHEDULE_INVERSE_TIME,
  SCHEDULE_KINDS,
  START,
  START_A,
  START_B,
  START_GAUSSIAN,
  START_KINDS,
  START_POINT,
  START_UNIFORM,
  STRIDE,
  STRIDE_STEPS,
} from './layout';
import { flushed, folded, multiplyHigh, ninefold } from './vectors';

/** Where the memory that this file does not use itself begins. */
export const HEAP: usize = __heap_base;
/** The parameters, in the words that layout.ts numbers. */
export const PARAMETERS: usize = memory.data(4 * PARAMETER_WORDS, 16);

// State of sfc32 in the four lanes, one vector for each of its words.
const STREAM: usize = memory.data(64, 16);
// Of a block: xi and eta of each step, and the kicks.
const DRAWS: usize = memory.data(64 * 32, 16);
const KICKS: usize = memory.data(64 * 16, 16);
// The four particles that are being moved: x, memory, first passage, largest |x| of the last block,
// and of the first passage x and 2 coordinate + (1: above).
const STATE: usize = memory.data(96, 16);
const X = 0;
const MEMORY = 16;
const PASSAGE = 32;
const LARGEST = 48;
const EXIT = 64;
const EXIT_CODE = 80;

const C: usize = memory.data<f32>(
  [
    // log_polynomial, from the highest power
    0.20757439732551575, 0.20757439732551575, 0.20757439732551575, 0.20757439732551575,
    -0.32676303386688232, -0.32676303386688232, -0.32676303386688232, -0.32676303386688232,
    0.34424853324890137, 0.34424853324890137, 0.34424853324890137, 0.34424853324890137,
    -0.3976846933364868, -0.3976846933364868, -0.3976846933364868, -0.3976846933364868,
    0.49943119287490845, 0.49943119287490845, 0.49943119287490845, 0.49943119287490845,
    -0.6667121648788452, -0.6667121648788452, -0.6667121648788452, -0.6667121648788452,
    1.000006914138794, 1.000006914138794, 1.000006914138794, 1.000006914138794,
    -1.9999998807907104, -1.9999998807907104, -1.9999998807907104, -1.9999998807907104,
    // sin_polynomial
    0.07765940576791763, 0.07765940576791763, 0.07765940576791763, 0.07765940576791763,
    -0.5982921719551086, -0.5982921719551086, -0.5982921719551086, -0.5982921719551086,
    2.5500776767730713, 2.5500776767730713, 2.5500776767730713, 2.5500776767730713,
    -5.167710304260254, -5.167710304260254, -5.167710304260254, -5.167710304260254,
    3.1415927410125732, 3.1415927410125732, 3.1415927410125732, 3.1415927410125732,
    // cos_polynomial
    0.2196968048810959, 0.2196968048810959, 0.2196968048810959, 0.2196968048810959,
    -1.3318802118301392, -1.3318802118301392, -1.3318802118301392, -1.3318802118301392,
    4.058412075042725, 4.058412075042725, 4.058412075042725, 4.058412075042725,
    -4.934792995452881, -4.934792995452881, -4.934792995452881, -4.934792995452881,
    0.9999999403953552, 0.9999999403953552, 0.9999999403953552, 0.9999999403953552,
    // -2 ln 2 / 2^23, 2^-32, 1/2, 1, the edge of the range
    -1.6525917e-7, -1.6525917e-7, -1.6525917e-7, -1.6525917e-7,
    2.3283064365386963e-10, 2.3283064365386963e-10, 2.3283064365386963e-10, 2.3283064365386963e-10,
    0.5, 0.5, 0.5, 0.5,
    1, 1, 1, 1,
    1e30, 1e30, 1e30, 1e30,
  ],
  16,
);
const LOG = 0;
const SIN = 8;
const COS = 13;
const MINUS_TWO_LN_2 = 18;
const UNIT = 19;
const HALF = 20;
const ONE = 21;
const FROZEN = 22;

const K: usize = memory.data<u32>(
  [
    0x7fffffff, 0x7fffffff, 0x7fffffff, 0x7fffffff,
    0xffffff00, 0xffffff00, 0xffffff00, 0xffffff00,
    0x80, 0x80, 0x80, 0x80,
    0x007fffff, 0x007fffff, 0x007fffff, 0x007fffff,
    0xff800000, 0xff800000, 0xff800000, 0xff800000,
    0x3f3504f3, 0x3f3504f3, 0x3f3504f3, 0x3f3504f3,
    // bits of sqrt(1/2) and 31 exponents: 0x3f3504f3 + 31 * 0x00800000
    0x4eb504f3, 0x4eb504f3, 0x4eb504f3, 0x4eb504f3,
    0x80000000, 0x80000000, 0x80000000, 0x80000000,
    1, 1, 1, 1,
    0, 1, 2, 3,
    0x3f800000, 0x3f800000, 0x3f800000, 0x3f800000,
  ],
  16,
);
const LOW_31 = 0;
const HIGH_24 = 1;
const MIDDLE = 2;
const MANTISSA = 3;
const EXPONENT = 4;
const SQRT_HALF = 5;
const SQRT_HALF_31 = 6;
const SIGN = 7;
const INTEGER_ONE = 8;
const LANES = 9;
const ONE_BITS = 10;

// @ts-ignore: decorator
@inline
function c(i: i32): v128 {
  return v128.load(C + ((<usize>i) << 4));
}

// @ts-ignore: decorator
@inline
function k(i: i32): v128 {
  return v128.load(K + ((<usize>i) << 4));
}

// @ts-ignore: decorator
@inline
function word(i: u32): u32 {
  return load<u32>(PARAMETERS + ((<usize>i) << 2));
}

// @ts-ignore: decorator
@inline
function splat(i: u32): v128 {
  return v128.load_splat<u32>(PARAMETERS + ((<usize>i) << 2));
}

// a b + more, rounded twice.
// @ts-ignore: decorator
@inline
function sum(a: v128, b: v128, more: v128): v128 {
  return f32x4.add(f32x4.mul(a, b), more);
}

// Philox4x32-10 of (particle + lane, block, place, cell): the state of STREAM.
function seed(particle: u32, block: u32, place: u32): void {
  const a = i32x4.splat(0xcd9e8d57);
  const b = i32x4.splat(0xd2511f53);
  let c0 = i32x4.add(i32x4.splat(particle), k(LANES));
  let c1 = i32x4.splat(block);
  let c2 = i32x4.splat(place);
  let c3 = splat(CELL);
  let k0 = word(KEY);
  let k1 = word(KEY + 1);
  for (let round = 0; round < 10; round++) {
    const high2 = multiplyHigh(a, c2);
    const low2 = i32x4.mul(a, c2);
    const high0 = multiplyHigh(b, c0);
    const low0 = i32x4.mul(b, c0);
    c0 = v128.xor(v128.xor(high2, c1), i32x4.splat(k0));
    c1 = low2;
    c2 = v128.xor(v128.xor(high0, c3), i32x4.splat(k1));
    c3 = low0;
    k0 += 0x9e3779b9;
    k1 += 0xbb67ae85;
  }
  v128.store(STREAM, c0);
  v128.store(STREAM, c1, 16);
  v128.store(STREAM, c2, 32);
  v128.store(STREAM, c3, 48);
}

// @ts-ignore: decorator
@inline
function rotated(v: v128): v128 {
  return v128.or(i32x4.shl(v, 21), i32x4.shr_u(v, 11));
}

// The radius of Box and Muller's transform, of the low 31 bits of a word.
// @ts-ignore: decorator
@inline
function radiusOf(bits: v128): v128 {
  const low = v128.and(bits, k(LOW_31));
  const cut = v128.or(v128.and(low, k(HIGH_24)), k(MIDDLE));
  const open = f32x4.add(
    f32x4.convert_i32x4_s(v128.bitselect(cut, low, i32x4.gt_s(low, k(MANTISSA)))),
    c(HALF),
  );
  const shifted = i32x4.sub(open, k(SQRT_HALF_31));
  const exponent = f32x4.convert_i32x4_s(v128.and(shifted, k(EXPONENT)));
  const s = f32x4.sub(i32x4.add(v128.and(shifted, k(MANTISSA)), k(SQRT_HALF)), c(ONE));
  const s2 = f32x4.mul(s, s);
  const s4 = f32x4.mul(s2, s2);
  const p01 = sum(c(LOG), s, c(LOG + 1));
  const p23 = sum(c(LOG + 2), s, c(LOG + 3));
  const p45 = sum(c(LOG + 4), s, c(LOG + 5));
  const p67 = sum(c(LOG + 6), s, c(LOG + 7));
  const p = sum(sum(p01, s2, p23), s4, sum(p45, s2, p67));
  return f32x4.sqrt(sum(exponent, c(MINUS_TWO_LN_2), f32x4.mul(s, p)));
}

// The angle in (-1/2, 1/2), in units of pi.
// @ts-ignore: decorator
@inline
function angleOf(bits: v128): v128 {
  return f32x4.mul(
    f32x4.convert_i32x4_s(v128.or(v128.and(bits, k(HIGH_24)), k(MIDDLE))),
    c(UNIT),
  );
}

// The cosine of the angle with the square w, with the sign of the word that made the radius.
// @ts-ignore: decorator
@inline
function cosineOf(w: v128, bits: v128): v128 {
  let p = sum(c(COS), w, c(COS + 1));
  p = sum(p, w, c(COS + 2));
  p = sum(p, w, c(COS + 3));
  p = sum(p, w, c(COS + 4));
  return v128.xor(p, v128.and(bits, k(SIGN)));
}

// @ts-ignore: decorator
@inline
function sineOf(v: v128, w: v128): v128 {
  let p = sum(c(SIN), w, c(SIN + 1));
  p = sum(p, w, c(SIN + 2));
  p = sum(p, w, c(SIN + 3));
  p = sum(p, w, c(SIN + 4));
  return f32x4.mul(v, p);
}

// Goes over so many words of STREAM.
function skip(words: u32): void {
  let a = v128.load(STREAM);
  let b = v128.load(STREAM, 16);
  let d = v128.load(STREAM, 32);
  let counter = v128.load(STREAM, 48);
  for (let i: u32 = 0; i < words; i++) {
    const next = i32x4.add(i32x4.add(a, b), counter);
    counter = i32x4.add(counter, k(INTEGER_ONE));
    a = folded(b);
    b = ninefold(d);
    d = i32x4.add(rotated(d), next);
  }
  v128.store(STREAM, a);
  v128.store(STREAM, b, 16);
  v128.store(STREAM, d, 32);
  v128.store(STREAM, counter, 48);
}

// The next word of each lane's stream, where few are wanted.
function nextWords(): v128 {
  const words = i32x4.add(i32x4.add(v128.load(STREAM), v128.load(STREAM, 16)), v128.load(STREAM, 48));
  skip(1);
  return words;
}

// Makes pairs of normals for steps `first` to `end` of a block: the kicks, which are the first of
// each pair, or xi and eta, of unit variance and correlation rho. `kicks` is a constant of each
// copy.
// @ts-ignore: decorator
@inline
function drawPairs(kicks: bool, particle: u32, coordinate: u32, block: u32, first: u32, end: u32): void {
  seed(particle, block, (kicks ? PURPOSE_KICK : PURPOSE_NOISE) * 256 + coordinate);
  skip(2 * first);
  let a = v128.load(STREAM);
  let b = v128.load(STREAM, 16);
  let d = v128.load(STREAM, 32);
  let counter = v128.load(STREAM, 48);
  const rho = splat(RHO);
  const rhoComplement = splat(RHO_COMPLEMENT);
  for (let i = first; i < end; i++) {
    const radiusWord = i32x4.add(i32x4.add(a, b), counter);
    counter = i32x4.add(counter, k(INTEGER_ONE));
    a = folded(b);
    b = ninefold(d);
    d = i32x4.add(rotated(d), radiusWord);
    const angleWord = i32x4.add(i32x4.add(a, b), counter);
    counter = i32x4.add(counter, k(INTEGER_ONE));
    a = folded(b);
    b = ninefold(d);
    d = i32x4.add(rotated(d), angleWord);
    const r = radiusOf(radiusWord);
    const v = angleOf(angleWord);
    const w = f32x4.mul(v, v);
    const z = f32x4.mul(r, cosineOf(w, radiusWord));
    if (kicks) v128.store(KICKS + ((<usize>i) << 4), z);
    else {
      const at = DRAWS + ((<usize>i) << 5);
      v128.store(at, z);
      v128.store(at, sum(rho, z, f32x4.mul(rhoComplement, f32x4.mul(r, sineOf(v, w)))), 16);
    }
  }
}

function drawGaussian(particle: u32, coordinate: u32, block: u32, first: u32, end: u32): void {
  drawPairs(false, particle, coordinate, block, first, end);
}

function drawKicks(particle: u32, coordinate: u32, block: u32, first: u32, end: u32): void {
  drawPairs(true, particle, coordinate, block, first, end);
}

// Draws xi and eta of two-point noise: a fair sign each, two words for a stride of 32 steps. All
// strides from the first on: they cost little.
function drawTwoPoint(particle: u32, coordinate: u32, block: u32, end: u32): void {
  seed(particle, block, PURPOSE_NOISE * 256 + coordinate);
  const follow = splat(FOLLOW);
  const fair = splat(FAIR);
  const flip = splat(FLIP);
  for (let stride: u32 = 0; stride < end; stride += STRIDE_STEPS) {
    let signs = nextWords();
    let own = nextWords();
    const last = min(end, stride + STRIDE_STEPS);
    for (let i = stride; i < last; i++) {
      const at = DRAWS + ((<usize>i) << 5);
      const eta = v128.xor(v128.xor(v128.and(signs, follow), v128.and(own, fair)), flip);
      v128.store(at, v128.or(v128.and(signs, k(SIGN)), k(ONE_BITS)));
      v128.store(at, v128.or(v128.and(eta, k(SIGN)), k(ONE_BITS)), 16);
      signs = i32x4.add(signs, signs);
      own = i32x4.add(own, own);
    }
  }
}

// What the slope is proportional to: x of a saddle, the sign of x of a ReLU saddle.
// @ts-ignore: decorator
@inline
function armOf(loss: u32, x: v128): v128 {
  if (loss == LOSS_SADDLE) return x;
  if (loss != LOSS_RELU_SADDLE) unreachable();
  return v128.andnot(v128.or(v128.and(x, k(SIGN)), k(ONE_BITS)), f32x4.eq(x, f32x4.splat(0)));
}

// Takes steps `first` to `end` of a block, whose noise is drawn. With care, passages are found and
// whoever reaches the edge of the range stays there; without, LARGEST is all that is found.
// `optimizer` is a constant of each copy; OPTIMIZER_HEAVY_BALL is both methods of momentum.
// @ts-ignore: decorator
@inline
function walk(optimizer: u32, loss: u32, careful: bool, coordinate: u32, block: u32, first: u32, end: u32): void {
  let x = v128.load(STATE, X);
  let memory = v128.load(STATE, MEMORY);
  let passage = v128.load(STATE, PASSAGE);
  let largest = f32x4.splat(0);
  let exit = v128.load(STATE, EXIT);
  let exitCode = v128.load(STATE, EXIT_CODE);
  const radius = splat(RADIUS);
  const reach = splat(REACH);
  let alive = f32x4.lt(f32x4.abs(x), reach);
  const drift = splat(DRIFT + coordinate);
  const multiplicative = splat(MULTIPLICATIVE);
  const additive = splat(ADDITIVE);
  const beta = splat(BETA);
  const perturbation = splat(PERTURBATION);
  const inverseTime = word(SCHEDULE) == SCHEDULE_INVERSE_TIME;
  const ahead = word(OPTIMIZER) == OPTIMIZER_NESTEROV;
  const epochLength = word(EPOCH_LENGTH);
  const learningRate = load<f32>(PARAMETERS + (LEARNING_RATE << 2));
  let rate = f32x4.splat(learningRate);
  for (let i = first; i < end; i++) {
    const at = DRAWS + ((<usize>i) << 5);
    const done = block * BLOCK_STEPS + i;
    if (inverseTime) rate = f32x4.splat(learningRate / <f32>(done + 1));
    let next = x;
    let nextMemory = memory;
    if (optimizer == OPTIMIZER_GD) next = f32x4.add(f32x4.mul(f32x4.mul(rate, drift), armOf(loss, x)), x);
    else {
      // Times the rate before x is there to be waited for.
      const growth = f32x4.mul(rate, sum(multiplicative, v128.load(at), drift));
      let push = f32x4.mul(rate, f32x4.mul(additive, v128.load(at, 16)));
      if (optimizer == OPTIMIZER_PERTURBED)
        push = sum(f32x4.mul(rate, perturbation), v128.load(KICKS + ((<usize>i) << 4)), push);
      if (optimizer == OPTIMIZER_SGD || optimizer == OPTIMIZER_PERTURBED)
        next = f32x4.add(sum(growth, armOf(loss, x), push), x);
      else if (optimizer == OPTIMIZER_SVRG) {
        if (done % epochLength == 0) nextMemory = x;
        const landmark = armOf(loss, nextMemory);
        const difference = f32x4.sub(armOf(loss, x), landmark);
        next = f32x4.add(sum(growth, difference, f32x4.mul(f32x4.mul(rate, drift), landmark)), x);
      } else {
        // Heavy ball looks at the slope where it stands, Nesterov's method ahead.
        const place = ahead ? sum(beta, memory, x) : x;
        nextMemory = sum(beta, memory, sum(growth, armOf(loss, place), push));
        next = f32x4.add(x, nextMemory);
      }
    }
    if (careful) {
      next = v128.bitselect(next, x, alive);
      nextMemory = v128.bitselect(nextMemory, memory, alive);
      const size = f32x4.abs(next);
      const outside = v128.and(f32x4.gt(size, radius), alive);
      // Of two coordinates that leave in one step the larger counts.
      const step = v128.or(i32x4.splat(done + 1), v128.not(outside));
      const larger = v128.and(i32x4.eq(step, passage), f32x4.gt(size, f32x4.abs(exit)));
      const leaves = v128.and(outside, v128.or(i32x4.gt_u(passage, step), larger));
      exit = v128.bitselect(next, exit, leaves);
      const above = i32x4.sub(i32x4.splat(2 * coordinate + 1), i32x4.shr_u(next, 31));
      exitCode = v128.bitselect(above, exitCode, leaves);
      passage = i32x4.min_u(passage, step);
      alive = v128.and(alive, f32x4.lt(size, reach));
    } else largest = f32x4.pmax(largest, f32x4.abs(next));
    x = next;
    memory = nextMemory;
  }
  if (careful) {
    const edge = v128.or(v128.and(x, k(SIGN)), c(FROZEN));
    x = v128.bitselect(edge, x, f32x4.ge(f32x4.abs(x), reach));
  }
  v128.store(STATE, x, X);
  v128.store(STATE, memory, MEMORY);
  v128.store(STATE, passage, PASSAGE);
  v128.store(STATE, exit, EXIT);
  v128.store(STATE, exitCode, EXIT_CODE);
  v128.store(STATE, largest, LARGEST);
}

// The steps of a block by the copy that the parameters ask for.
function take(careful: bool, coordinate: u32, block: u32, first: u32, end: u32): void {
  const loss = word(LOSS);
  switch (word(OPTIMIZER)) {
    case OPTIMIZER_GD:
      return walk(OPTIMIZER_GD, loss, careful, coordinate, block, first, end);
    case OPTIMIZER_SGD:
      // What most runs are has a copy for each case.
      if (loss != LOSS_SADDLE)
        return walk(OPTIMIZER_SGD, LOSS_RELU_SADDLE, careful, coordinate, block, first, end);
      if (careful) return walk(OPTIMIZER_SGD, LOSS_SADDLE, true, coordinate, block, first, end);
      return walk(OPTIMIZER_SGD, LOSS_SADDLE, false, coordinate, block, first, end);
    case OPTIMIZER_PERTURBED:
      return walk(OPTIMIZER_PERTURBED, loss, careful, coordinate, block, first, end);
    case OPTIMIZER_SVRG:
      return walk(OPTIMIZER_SVRG, loss, careful, coordinate, block, first, end);
    case OPTIMIZER_HEAVY_BALL:
    case OPTIMIZER_NESTEROV:
      return walk(OPTIMIZER_HEAVY_BALL, loss, careful, coordinate, block, first, end);
    default:
      unreachable();
  }
}

function draw(particle: u32, coordinate: u32, block: u32, first: u32, end: u32): void {
  switch (word(LAW)) {
    case LAW_NONE:
      break;
    case LAW_GAUSSIAN:
      drawGaussian(particle, coordinate, block, first, end);
      break;
    case LAW_TWO_POINT:
      drawTwoPoint(particle, coordinate, block, end);
      break;
    default:
      unreachable();
  }
  if (word(OPTIMIZER) == OPTIMIZER_PERTURBED) drawKicks(particle, coordinate, block, first, end);
}

// Moves STATE from step `first` to step `end`, block by block. `keep`: whoever is at the edge of
// the range stays there, as in a population; a replica that is out is of no more interest, and once
// all four are out the rest is left.
function move(keep: bool, particle: u32, coordinate: u32, first: u32, end: u32): void {
  const radius = splat(RADIUS);
  const reach = splat(REACH);
  for (let step = first; step < end; ) {
    const block = step / BLOCK_STEPS;
    const from = step % BLOCK_STEPS;
    const to = min(BLOCK_STEPS, end - step + from);
    const x = v128.load(STATE, X);
    const memory = v128.load(STATE, MEMORY);
    const passage = v128.load(STATE, PASSAGE);
    const alive = f32x4.lt(f32x4.abs(x), reach);
    if (keep && !v128.any_true(alive)) return;
    // Whose first passage may lie ahead.
    const inside = i32x4.gt_u(passage, i32x4.splat(step));
    if (!keep && !v128.any_true(inside)) return;
    draw(particle, coordinate, block, from, to);
    let careful = keep && !i32x4.all_true(alive);
    if (!careful) {
      take(false, coordinate, block, from, to);
      const largest = v128.load(STATE, LARGEST);
      const passed = v128.and(f32x4.gt(largest, radius), inside);
      const lost = v128.not(f32x4.lt(largest, reach));
      careful = v128.any_true(keep ? v128.or(passed, lost) : passed);
      if (careful) {
        v128.store(STATE, x, X);
        v128.store(STATE, memory, MEMORY);
        v128.store(STATE, passage, PASSAGE);
      }
    }
    if (careful) take(true, coordinate, block, from, to);
    // Only where a block ends, so that it does not matter how a run is cut.
    if (to == BLOCK_STEPS) {
      v128.store(STATE, flushed(v128.load(STATE, X)), X);
      v128.store(STATE, flushed(v128.load(STATE, MEMORY)), MEMORY);
    }
    step += to - from;
  }
}

// Where the four particles begin in a coordinate.
function startOf(particle: u32, coordinate: u32): v128 {
  const a = splat(START_A + coordinate);
  const start = word(START);
  if (start == START_POINT) return a;
  const b = splat(START_B + coordinate);
  seed(particle, 0, PURPOSE_START * 256 + coordinate);
  const first = nextWords();
  if (start == START_UNIFORM) {
    const u = f32x4.mul(
      f32x4.add(f32x4.convert_i32x4_s(i32x4.shr_u(first, 9)), c(HALF)),
      f32x4.splat(1.1920928955078125e-7),
    );
    return f32x4.add(a, f32x4.mul(b, u));
  }
  if (start != START_GAUSSIAN) unreachable();
  const v = angleOf(nextWords());
  const z = f32x4.mul(radiusOf(first), cosineOf(f32x4.mul(v, v), first));
  return f32x4.add(a, f32x4.mul(b, z));
}

// @ts-ignore: decorator
@inline
function rowAt(row: u32, place: u32): usize {
  return <usize>word(ROWS) + ((<usize>(row * word(STRIDE) + place)) << 2);
}

// @ts-ignore: decorator
@inline
function remembers(): bool {
  return word(MEMORY_ROWS) != 0;
}

// Traps where the parameters ask for a kind that this file does not know.
function refuseUnknownKinds(): void {
  if (
    word(LAW) >= LAW_KINDS ||
    word(OPTIMIZER) >= OPTIMIZER_KINDS ||
    word(SCHEDULE) >= SCHEDULE_KINDS ||
    word(START) >= START_KINDS ||
    word(LOSS) >= LOSS_KINDS
  )
    unreachable();
}

/**
 * Puts particles at their start; memory is zero already. Places `first` to `end`, multiples of 4;
 * place p holds particle offset + p.
 */
export function start(first: u32, end: u32, offset: u32): void {
  refuseUnknownKinds();
  for (let place = first; place < end; place += 4) {
    for (let coordinate: u32 = 0; coordinate < word(COORDINATE_COUNT); coordinate++)
      v128.store(rowAt(coordinate, place), startOf(offset + place, coordinate));
    v128.store(<usize>word(PASSAGES) + ((<usize>place) << 2), i32x4.splat(NEVER));
  }
}

/** Moves a population from a step to another. Places as of `start`. */
export function advance(first: u32, end: u32, offset: u32, firstStep: u32, endStep: u32): void {
  refuseUnknownKinds();
  const coordinates = word(COORDINATE_COUNT);
  for (let place = first; place < end; place += 4) {
    const passages = <usize>word(PASSAGES) + ((<usize>place) << 2);
    const known = v128.load(passages);
    v128.store(STATE, known, PASSAGE);
    v128.store(STATE, i32x4.splat(0), EXIT);
    for (let coordinate: u32 = 0; coordinate < coordinates; coordinate++) {
      v128.store(STATE, v128.load(rowAt(coordinate, place)), X);
      if (remembers()) v128.store(STATE, v128.load(rowAt(coordinates + coordinate, place)), MEMORY);
      move(true, offset + place, coordinate, firstStep, endStep);
      v128.store(rowAt(coordinate, place), v128.load(STATE, X));
      if (remembers()) v128.store(rowAt(coordinates + coordinate, place), v128.load(STATE, MEMORY));
    }
    const passage = v128.load(STATE, PASSAGE);
    const exits = <usize>word(EXITS) + ((<usize>place) << 2);
    const left = i32x4.gt_u(known, passage);
    v128.store(exits, v128.bitselect(v128.load(STATE, EXIT_CODE), v128.load(exits), left));
    v128.store(passages, passage);
  }
}

/**
 * First passages of replicas, from their start to `steps`; nothing else of them is left. Places as
 * of `start`.
 */
export function escape(first: u32, end: u32, offset: u32, steps: u32): void {
  refuseUnknownKinds();
  for (let place = first; place < end; place += 4) {
    v128.store(STATE, i32x4.splat(NEVER), PASSAGE);
    for (let coordinate: u32 = 0; coordinate < word(COORDINATE_COUNT); coordinate++) {
      v128.store(STATE, startOf(offset + place, coordinate), X);
      v128.store(STATE, i32x4.splat(0), MEMORY);
      move(false, offset + place, coordinate, 0, steps);
    }
    v128.store(<usize>word(PASSAGES) + ((<usize>place) << 2), v128.load(STATE, PASSAGE));
  }
}

/**
 * For tests: `count` pairs of words and the normals made of them, of four neighbouring particles.
 * Four vectors a pair.
 */
export function sample(particle: u32, block: u32, place: u32, count: u32, out: usize): void {
  seed(particle, block, place);
  for (let i: u32 = 0; i < count; i++) {
    const first = nextWords();
    const second = nextWords();
    const r = radiusOf(first);
    const v = angleOf(second);
    const w = f32x4.mul(v, v);
    v128.store(out, first);
    v128.store(out, second, 16);
    v128.store(out, f32x4.mul(r, cosineOf(w, first)), 32);
    v128.store(out, f32x4.mul(r, sineOf(v, w)), 48);
    out += 64;
  }
}
