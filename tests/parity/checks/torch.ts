import { BLOCK_STEPS } from '../../../src/engine/constants';
import type { OptimizerKind } from '../../../src/models/registry';
import { parseSpec } from '../../../src/spec/schema';
import { close } from '../../support/compare';
import { type Library, openEngine } from '../../support/gpu';
import { roundedSteps } from '../../support/rounded-steps';
import { SMALL_BOUND } from '../../support/tolerances';
import {
  FIRST_STATE,
  MODULUS,
  MULTIPLIER,
  type TorchCase,
  torchCases,
  torchSteps,
} from '../../support/torch';

/** The noise of torch.ts in place of normals: the same integers, rounded once to float32. */
function storedNoise(): string {
  const first: number[] = [];
  let state = FIRST_STATE;
  const blocks = Math.ceil(torchSteps[torchSteps.length - 1] / BLOCK_STEPS);
  for (let block = 0; block < blocks; block++) {
    first.push(state);
    for (let i = 0; i < 2 * BLOCK_STEPS; i++) state = (MULTIPLIER * state) % MODULUS;
  }
  return `struct Noise { state: u32 }

fn next_state(state: u32) -> u32 {
  let low = ${MULTIPLIER}u * state;
  let above = (multiply_high(${MULTIPLIER}u, state) << 1u) | (low >> 31u);
  let sum = (low & 0x7fffffffu) + above;
  return select(sum, sum - ${MODULUS}u, sum >= ${MODULUS}u);
}

fn start_noise(position: vec4u, seed: vec4u) -> Noise {
  var firsts = array<u32, ${blocks}>(${first.map((each) => `${each}u`).join(', ')});
  return Noise(firsts[position.y]);
}

fn skip_noise(noise: Noise, steps: u32) -> Noise {
  var state = noise.state;
  for (var i = 0u; i < 2u * steps; i++) { state = next_state(state); }
  return Noise(state);
}

fn refill_noise(noise: Noise) -> Noise { return noise; }

// 2 state - modulus over 2^31.
fn unit_of(state: u32) -> f32 {
  return f32(bitcast<i32>(2u * state - ${MODULUS}u)) * 0x1p-31f;
}

fn draw_noise(noise: Noise, rates: Rates) -> Draw {
  let first = next_state(noise.state);
  let second = next_state(first);
  return Draw(vec2f(unit_of(first), unit_of(second)), Noise(second));
}`;
}

/** Cases by method, with the bounds that float32 has. */
const cases = new Map<TorchCase, { spec: ReturnType<typeof parseSpec>; bounds: number[][] }>();
function caseOf(one: TorchCase) {
  const known = cases.get(one);
  if (known) return known;
  const steps = torchSteps[torchSteps.length - 1];
  const spec = parseSpec({ ...one.spec, time: { dt: 1, steps }, ensemble: { particles: 1 } });
  const made = { spec, bounds: roundedSteps(spec, torchSteps) };
  cases.set(one, made);
  return made;
}

/** The steps of torch.optim, on the saddle and the double well. */
export async function checkTorch(shaders: Library, kind: OptimizerKind): Promise<void> {
  const stored = storedNoise();
  const gpu = await openEngine({
    ...shaders,
    'noise/gaussian': stored,
    'noise/independent-normals': stored,
  });
  try {
    for (const one of torchCases.filter(({ spec }) => spec.optimizer.kind === kind)) {
      const { spec, bounds } = caseOf(one);
      const ensemble = await gpu.create(spec);
      for (const [i, stop] of torchSteps.entries()) {
        await ensemble.advance(stop);
        const found: number[] = [];
        for (const k of one.positions[i].keys()) found.push((await ensemble.read(1, k))[0]);
        const name = `x of ${kind} on a ${spec.loss.kind} at step ${stop}`;
        for (const [k, bound] of bounds[i].entries()) {
          const size = Math.max(1, Math.abs(one.positions[i][k]));
          if (!(bound < SMALL_BOUND * size))
            throw new Error(`${name}: the bound ${bound} is not small beside ${size}.`);
        }
        close(name, found, one.positions[i], (k) => bounds[i][k]);
      }
      ensemble.destroy();
    }
  } finally {
    gpu.destroy();
  }
}
