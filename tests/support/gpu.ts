import { createGpuEngine, type GpuEngine } from '../../src/engine/gpu/gpu-engine';
import { kernelSource } from '../../src/engine/gpu/kernel-source';
import { allShaders } from '../../src/engine/gpu/later-shaders';
import { BINDING } from '../../src/engine/gpu/pipelines';
import { pack, RUN } from '../../src/engine/layout';
import { runParameters } from '../../src/engine/run-parameters';
import { parseSpec } from '../../src/spec/schema';
import { sharedGpu } from './shared-device';

export type Library = Readonly<Record<string, string>>;
/** Every shader of the product. */
export const shaderLibrary: Library = allShaders;

/**
 * The GPU engine on some shaders, on the device of all tests. A missing adapter fails the test that
 * asked.
 */
export async function openEngine(shaders: Library = shaderLibrary): Promise<GpuEngine> {
  return createGpuEngine(sharedGpu, { shaders });
}

/** On a device of its own, which can be lost. */
export async function openOwnEngine(shaders: Library = shaderLibrary): Promise<GpuEngine> {
  return createGpuEngine(navigator.gpu, { shaders });
}

let shared: Promise<GPUDevice> | null = null;

/** One device for all probes. */
export function probeDevice(): Promise<GPUDevice> {
  shared ??= (async () => {
    const adapter = await navigator.gpu.requestAdapter();
    if (!adapter) throw new Error('WebGPU gives no adapter: the GPU tests cannot run here.');
    return adapter.requestDevice();
  })();
  return shared;
}

/**
 * Runs one function of the shaders over inputs: `body` is WGSL that reads `inputs[k * inputWidth +
 * ...]` and writes `outputs[k * outputWidth + ...]` for the thread number `k`.
 *
 * @param files  Shader files the function needs, without an entry point.
 * @param spec  Partial spec behind the uniform `runs`.
 * @returns The outputs' words. Shape: u32[threads * outputWidth].
 */
export async function probe(
  shaders: Library,
  files: string[],
  body: string,
  inputs: Uint32Array,
  inputWidth: number,
  outputWidth: number,
  spec: unknown = {},
  edges: Float32Array = new Float32Array(4),
): Promise<Uint32Array> {
  const device = await probeDevice();
  const threads = inputs.length / inputWidth;
  const entry = `
@group(1) @binding(0) var<storage, read> inputs: array<u32>;
@group(1) @binding(1) var<storage, read_write> outputs: array<u32>;
@compute @workgroup_size(64)
fn probe(@builtin(global_invocation_id) id: vec3u) {
  let k = id.x;
  if (k >= ${threads}u) { return; }
  ${body}
}`;
  const parameters = runParameters(parseSpec(spec));
  const stored: [number, ArrayBufferView][] = [
    ...(files.includes('bins') ? ([[BINDING.edges, edges]] as [number, ArrayBufferView][]) : []),
    ...(files.some((file) => ['noise/dataset', 'noise/samples', 'batch'].includes(file))
      ? ([[BINDING.samples, parameters.samples]] as [number, ArrayBufferView][])
      : []),
  ];
  const source = kernelSource({ ...shaders, probe: entry }, [
    'layout',
    'lanes/one',
    ...files,
    // Random words are shifted, either way.
    ...(files.includes('random') ? ['shift/native'] : []),
    'run/one',
    'probe',
  ]);
  const module = device.createShaderModule({ code: source.code });
  const errors = (await module.getCompilationInfo()).messages.filter(
    (message) => message.type === 'error',
  );
  if (errors.length > 0)
    throw new Error(`${source.locate(errors[0].lineNum)}: ${errors[0].message}`);
  const COMPUTE = GPUShaderStage.COMPUTE;
  const group0 = device.createBindGroupLayout({
    entries: [
      { binding: 0, visibility: COMPUTE, buffer: { type: 'uniform' } },
      ...stored.map(
        ([binding]) =>
          ({ binding, visibility: COMPUTE, buffer: { type: 'read-only-storage' } }) as const,
      ),
    ],
  });
  const group1 = device.createBindGroupLayout({
    entries: [
      { binding: 0, visibility: COMPUTE, buffer: { type: 'read-only-storage' } },
      { binding: 1, visibility: COMPUTE, buffer: { type: 'storage' } },
    ],
  });
  const pipeline = await device.createComputePipelineAsync({
    layout: device.createPipelineLayout({ bindGroupLayouts: [group0, group1] }),
    compute: { module, entryPoint: 'probe' },
  });
  const buffer = (data: ArrayBufferView | ArrayBuffer, usage: number) => {
    const made = device.createBuffer({
      size: Math.max(16, data.byteLength),
      usage: usage | GPUBufferUsage.COPY_DST,
    });
    device.queue.writeBuffer(made, 0, data as BufferSource);
    return made;
  };
  const bytes = 4 * threads * outputWidth;
  const output = device.createBuffer({
    size: bytes,
    usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC,
  });
  const staging = device.createBuffer({
    size: bytes,
    usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
  });
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  const run = buffer(pack(RUN, parameters), GPUBufferUsage.UNIFORM);
  pass.setBindGroup(
    0,
    device.createBindGroup({
      layout: group0,
      entries: [
        { binding: 0, resource: { buffer: run } },
        ...stored.map(([binding, data]) => ({
          binding,
          resource: { buffer: buffer(data, GPUBufferUsage.STORAGE) },
        })),
      ],
    }),
  );
  pass.setBindGroup(
    1,
    device.createBindGroup({
      layout: group1,
      entries: [
        { binding: 0, resource: { buffer: buffer(inputs, GPUBufferUsage.STORAGE) } },
        { binding: 1, resource: { buffer: output } },
      ],
    }),
  );
  pass.dispatchWorkgroups(Math.ceil(threads / 64));
  pass.end();
  encoder.copyBufferToBuffer(output, 0, staging, 0, bytes);
  device.queue.submit([encoder.finish()]);
  await staging.mapAsync(GPUMapMode.READ);
  const words = new Uint32Array(staging.getMappedRange().slice(0));
  for (const each of [output, staging, run]) each.destroy();
  return words;
}

export const floatsOf = (words: Uint32Array): Float32Array => new Float32Array(words.buffer);
export const wordsOf = (floats: Float32Array): Uint32Array => new Uint32Array(floats.buffer);
