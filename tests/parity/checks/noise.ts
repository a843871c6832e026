import { buildKernel } from '../../../src/engine/cpu/kernel';
import { noiseFile, runParameters } from '../../../src/engine/run-parameters';
import { parseSpec } from '../../../src/spec/schema';
import { close, sameWords } from '../../support/compare';
import { floatsOf, type Library, probe } from '../../support/gpu';
import { EPSILON, NORMAL } from '../../support/tolerances';

/** Draws of a block, step by step, from a first step on: (xi, eta) of both engines. */
async function draws(shaders: Library, partial: unknown, firstStep: number) {
  const spec = parseSpec(partial);
  const run = runParameters(spec);
  const { noise } = buildKernel(spec, run, 'sfc32');
  const particles = 512;
  const steps = 64 - firstStep;
  const expected = new Float64Array(2 * steps * particles);
  for (let particle = 0; particle < particles; particle++) {
    noise.draw(particle, 3, 256, 0, firstStep, 64);
    for (let step = firstStep; step < 64; step++) {
      const at = 2 * (steps * particle + step - firstStep);
      expected[at] = noise.xi[step];
      expected[at + 1] = noise.eta[step];
    }
  }
  const body = `
  let rates = load_rates(0u);
  let first = ${firstStep}u - ${firstStep}u % STRIDE_STEPS;
  var noise = skip_noise(start_noise(stream_position(inputs[k], 3u, PURPOSE_NOISE, 0u)), first);
  for (var step = first; step < 64u; step++) {
    if (step % STRIDE_STEPS == 0u) { noise = refill_noise(noise); }
    let draw = draw_noise(noise, rates);
    noise = draw.noise;
    if (step >= ${firstStep}u) {
      outputs[2u * (${steps}u * k + step - ${firstStep}u)] = bitcast<u32>(draw.value.x);
      outputs[2u * (${steps}u * k + step - ${firstStep}u) + 1u] = bitcast<u32>(draw.value.y);
    }
  }`;
  const files = [
    ...['spec', 'random', 'generator/sfc32', 'normal', 'permutation'],
    ...[`noise/${noiseFile(spec)}`, 'draw'],
  ];
  const inputs = Uint32Array.from({ length: particles }, (_, particle) => particle);
  const actual = floatsOf(await probe(shaders, files, body, inputs, 1, 2 * steps, partial));
  return { actual, expected };
}

/** Minibatches of several sizes, in the first epochs and far on; the whole set is exactly 0. */
export async function checkDataSetNoise(shaders: Library): Promise<void> {
  for (const [samples, batchSize] of [
    [3, 1],
    [64, 5],
    [1000, 32],
    [65_536, 3],
  ])
    for (const firstStep of [0, 47]) {
      const partial = { noise: { law: 'dataset', samples, rho: 0.4 }, optimizer: { batchSize } };
      const { actual, expected } = await draws(shaders, partial, firstStep);
      const what = `${batchSize} of ${samples} samples from step ${firstStep}`;
      // The sum's conversion, its unit and two products round; inverseSqrt is 2 ULP; of at most 4
      // batchSize^(1/2).
      close(what, actual, expected, 4 * EPSILON * 4 * Math.sqrt(batchSize));
    }
  const { actual } = await draws(
    shaders,
    { noise: { law: 'dataset', samples: 50 }, optimizer: { batchSize: 50 } },
    0,
  );
  sameWords('the whole set', actual, new Float64Array(actual.length));
}

export async function checkGaussianNoise(shaders: Library): Promise<void> {
  for (const rho of [0, 0.6, -1])
    for (const firstStep of [0, 21, 47]) {
      const { actual, expected } = await draws(shaders, { noise: { rho } }, firstStep);
      close(`gaussian noise at rho = ${rho} from step ${firstStep}`, actual, expected, 2 * NORMAL);
    }
}

export async function checkTwoPointNoise(shaders: Library): Promise<void> {
  for (const rho of [0, 1, -1])
    for (const firstStep of [0, 16, 21, 47]) {
      const { actual, expected } = await draws(
        shaders,
        { noise: { law: 'two-point', rho } },
        firstStep,
      );
      sameWords(`two-point noise at rho = ${rho} from step ${firstStep}`, actual, expected);
    }
}

export async function checkTwoPointBatchNoise(shaders: Library): Promise<void> {
  for (const rho of [0, 0.5, -0.9, 1, -1])
    for (const firstStep of [0, 47])
      for (const batchSize of [2, 5]) {
        const partial = { noise: { law: 'two-point', rho }, optimizer: { batchSize } };
        const { actual, expected } = await draws(shaders, partial, firstStep);
        const what = `two-point noise at rho = ${rho}, batch ${batchSize} from step ${firstStep}`;
        // Sums are exact; inverseSqrt is 2 ULP, the product half an ULP, of at most
        // batchSize^(1/2).
        close(what, actual, expected, 2.5 * EPSILON * Math.sqrt(batchSize));
      }
}
