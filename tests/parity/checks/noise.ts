import {
  exponentialLessOne,
  naturalExponential,
  naturalLog,
} from '../../../src/engine/cpu/exponential';
import { buildKernel } from '../../../src/engine/cpu/kernel';
import { strideFile } from '../../../src/engine/gpu/plain-files';
import { noiseFile } from '../../../src/engine/kernel-files';
import { runParameters } from '../../../src/engine/run-parameters';
import { parseSpec } from '../../../src/spec/schema';
import { close, sameWords } from '../../support/compare';
import { type Bound, DRAW_BOUNDS } from '../../support/draw-bounds';
import { floatsOf, type Library, probe } from '../../support/gpu';
import { ownSamples } from '../../support/own-samples';
import { EPSILON, LOGARITHM, NORMAL } from '../../support/tolerances';

/** Draws of a block, step by step, from a first step on: (xi, eta) of both engines. */
async function draws(shaders: Library, partial: unknown, firstStep: number, file?: string) {
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
  let position = stream_position(inputs[k], 3u, PURPOSE_NOISE, 0u);
  var noise = skip_noise(start_noise(position, stream_seed(position, runs[cell].key)), first);
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
    ...['spec', 'random', 'generator/sfc32', 'normal', 'permutation', 'exponential'],
    ...[`noise/${file ?? noiseFile(spec)}`, `stride/${strideFile(spec)}`, 'draw'],
  ];
  const inputs = Uint32Array.from({ length: particles }, (_, particle) => particle);
  const actual = floatsOf(await probe(shaders, files, body, inputs, 1, 2 * steps, partial));
  return { actual, expected };
}

/** Holds (xi, eta) of draws to their bounds. */
function within(what: string, actual: Float32Array, expected: Float64Array, bound: Bound): void {
  close(what, actual, expected, (i) => bound(expected[i & ~1], expected[i | 1])[i & 1]);
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

/** Numbers of the samples of a minibatch, in the first epochs and far on, and the whole set. */
export async function checkShuffledBatches(shaders: Library): Promise<void> {
  for (const [samples, batchSize, firstStep] of [
    [20, 3, 0],
    [20, 20, 47],
    [1000, 64, 47],
  ]) {
    const partial = {
      loss: { kind: 'tanh-network' },
      time: { dt: 1 },
      noise: { law: 'dataset', samples },
      optimizer: { batchSize },
    };
    const spec = parseSpec(partial);
    const { noise } = buildKernel(spec, runParameters(spec), 'sfc32');
    const particles = 64;
    const steps = 64 - firstStep;
    const expected = new Uint32Array(steps * batchSize * particles);
    for (let particle = 0; particle < particles; particle++) {
      noise.draw(particle, 3, 256, 0, firstStep, 64);
      const told = noise.batches!.subarray(firstStep * batchSize);
      expected.set(told, particle * steps * batchSize);
    }
    const body = `
  let position = stream_position(inputs[k], 3u, PURPOSE_NOISE, 0u);
  var noise = skip_noise(start_noise(position, stream_seed(position, runs[cell].key)), ${firstStep}u);
  for (var step = 0u; step < ${steps}u; step++) {
    noise = draw_noise(noise, load_rates(0u)).noise;
    for (var i = 0u; i < ${batchSize}u; i++) {
      outputs[${batchSize}u * (${steps}u * k + step) + i] = batch[i];
    }
  }`;
    const files = ['spec', 'random', 'generator/sfc32', 'permutation', 'batch', 'draw'];
    const inputs = Uint32Array.from({ length: particles }, (_, particle) => particle);
    const actual = await probe(
      shaders,
      [...files, `noise/${noiseFile(spec)}`],
      body,
      inputs,
      1,
      steps * batchSize,
      partial,
    );
    sameWords(`${batchSize} of ${samples} from step ${firstStep}`, actual, expected);
  }
}

/** Minibatches with replacement, of the example and of few pairs. */
export async function checkSamplesNoise(shaders: Library): Promise<void> {
  const { data } = ownSamples(1000);
  for (const [name, batchSize, firstStep] of [
    ['example', 1, 0],
    [data, 7, 47],
  ] as const) {
    const partial = { noise: { law: 'samples', data: name, rho: 0.4 }, optimizer: { batchSize } };
    const { actual, expected } = await draws(shaders, partial, firstStep);
    within(`${batchSize} of ${name}`, actual, expected, DRAW_BOUNDS.samples({ batchSize }));
  }
}

export async function checkGaussianNoise(shaders: Library): Promise<void> {
  for (const rho of [0, 0.6, -1]) await checkNormals(shaders, rho, 'gaussian');
}

export async function checkIndependentNormals(shaders: Library): Promise<void> {
  await checkNormals(shaders, 0, 'independent-normals');
}

async function checkNormals(shaders: Library, rho: number, file: string): Promise<void> {
  for (const firstStep of [0, 21, 47]) {
    const { actual, expected } = await draws(shaders, { noise: { rho } }, firstStep, file);
    close(`${file} noise at rho = ${rho} from step ${firstStep}`, actual, expected, 2 * NORMAL);
  }
}

export async function checkOneNormalNoise(shaders: Library): Promise<void> {
  for (const firstStep of [0, 21, 46]) {
    const { actual, expected } = await draws(shaders, { noise: { normals: 1 } }, firstStep);
    close(`one normal a step from step ${firstStep}`, actual, expected, NORMAL);
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

export async function checkUniformNoise(shaders: Library): Promise<void> {
  for (const [rho, batchSize, firstStep] of [
    [0.6, 1, 47],
    [-1, 3, 21],
  ]) {
    const partial = { noise: { law: 'uniform', rho }, optimizer: { batchSize } };
    const { actual, expected } = await draws(shaders, partial, firstStep);
    const bound = DRAW_BOUNDS.uniform({ batchSize });
    within(`uniform noise, batch ${batchSize}`, actual, expected, bound);
  }
}

export async function checkLaplaceNoise(shaders: Library): Promise<void> {
  for (const [rho, batchSize, firstStep] of [
    [0.6, 1, 47],
    [0, 3, 21],
  ]) {
    const partial = { noise: { law: 'laplace', rho }, optimizer: { batchSize } };
    const { actual, expected } = await draws(shaders, partial, firstStep);
    const bound = DRAW_BOUNDS.laplace({ batchSize });
    within(`Laplace noise, batch ${batchSize}`, actual, expected, bound);
  }
}

export async function checkStudentTNoise(shaders: Library): Promise<void> {
  for (const [nu, batchSize, firstStep] of [
    [0.3, 1, 47],
    [3, 1, 0],
    [1e5, 3, 21],
  ]) {
    const partial = { noise: { law: 'student-t', nu }, optimizer: { batchSize } };
    const { actual, expected } = await draws(shaders, partial, firstStep);
    const bound = DRAW_BOUNDS['student-t']({ shape: nu, batchSize });
    within(`Student t noise, nu ${nu}`, actual, expected, bound);
  }
}

export async function checkAlphaStableNoise(shaders: Library): Promise<void> {
  for (const [alpha, batchSize, firstStep] of [
    [0.5, 1, 47],
    [1, 7, 0],
    [1.7, 1, 21],
    [2, 1, 0],
  ]) {
    const partial = { noise: { law: 'alpha-stable', alpha }, optimizer: { batchSize } };
    const { actual, expected } = await draws(shaders, partial, firstStep);
    const bound = DRAW_BOUNDS['alpha-stable']({ shape: alpha, batchSize });
    within(`stable noise, alpha ${alpha}`, actual, expected, bound);
  }
}

export async function checkUnfairCoinsNoise(shaders: Library): Promise<void> {
  for (const [rho, batchSize, firstStep] of [
    [0.6, 1, 47],
    [-0.3, 5, 21],
    [1, 2, 0],
  ]) {
    const noise = { law: 'unfair-coins', probability: 0.2, rho };
    const { actual, expected } = await draws(
      shaders,
      { noise, optimizer: { batchSize } },
      firstStep,
    );
    const bound = DRAW_BOUNDS['unfair-coins']({ batchSize });
    within(`unfair coins, rho ${rho}, batch ${batchSize}`, actual, expected, bound);
  }
}

export async function checkChiSquaredNoise(shaders: Library): Promise<void> {
  for (const [batchSize, firstStep] of [
    [1, 47],
    [2, 0],
    [7, 21],
    [12, 0],
  ]) {
    const noise = { law: 'chi-squared' };
    const { actual, expected } = await draws(
      shaders,
      { noise, optimizer: { batchSize } },
      firstStep,
    );
    const bound = DRAW_BOUNDS['chi-squared']({ batchSize });
    within(`chi-squared noise, batch ${batchSize}`, actual, expected, bound);
  }
}

/** e^x and e^x - 1 in the whole range, and logarithms. */
export async function checkExponential(shaders: Library): Promise<void> {
  const count = 4096;
  const values = Float32Array.from({ length: count }, (_, i) =>
    i % 2 ? (i / count) * 160 - 72 : (i / count - 0.5) * 2,
  );
  const body = `
  let x = bitcast<f32>(inputs[k]);
  outputs[3u * k] = bitcast<u32>(natural_exponential(x));
  outputs[3u * k + 1u] = bitcast<u32>(exponential_less_one(x));
  outputs[3u * k + 2u] = bitcast<u32>(natural_log(abs(x) + 1e-6));`;
  const words = new Uint32Array(values.buffer);
  const files = ['spec', 'random', 'generator/sfc32', 'normal', 'exponential'];
  const actual = floatsOf(await probe(shaders, files, body, words, 1, 3));
  const expected = new Float64Array(3 * count);
  values.forEach((x, k) => {
    const positive = Math.fround(Math.abs(x) + Math.fround(1e-6));
    expected.set([naturalExponential(x), exponentialLessOne(x), naturalLog(positive)], 3 * k);
  });
  close('exponentials and logarithms', actual, expected, (i) => {
    const x = Math.abs(values[Math.floor(i / 3)]);
    if (i % 3 === 2) return (LOGARITHM / 2 + 2 * EPSILON) * Math.abs(expected[i]) + EPSILON;
    // The reduced x keeps what the low part of ln 2 rounds.
    return (3 * EPSILON + 1e-9 * x) * Math.abs(expected[i]);
  });
}
