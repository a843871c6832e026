import { BLOCK_STEPS } from '../../src/engine/constants';
import { DEFAULT_TUNING } from '../../src/engine/engine';
import { allShaders } from '../../src/engine/gpu/later-shaders';
import { Pipelines } from '../../src/engine/gpu/pipelines';
import { escapeFiles } from '../../src/engine/gpu/region-files';
import { rooflineLibrary } from '../../src/engine/gpu/roofline';
import { parseSpec } from '../../src/spec/schema';

/** A kernel as the engine hands it to the browser. */
export interface CompiledKernel {
  name: string;
  code: string;
  entryPoint: string;
  constants: Record<string, number>;
}

/** Steps that a turn of the roofline's loop makes. */
const ROOFLINE_TURN = 4;
export const ROOFLINE = 'generator and normals alone';

const SPECS: Record<string, unknown> = {
  'two normals': {},
  'two normals, coordinates': { loss: { a: [1, -1] } },
  'one normal': { noise: { normals: 1 } },
  'two-point': { noise: { law: 'two-point' } },
  'gradient descent': { optimizer: { kind: 'gd' } },
  perturbed: { optimizer: { kind: 'perturbed' } },
  'heavy-ball': { optimizer: { kind: 'heavy-ball' } },
  nesterov: { optimizer: { kind: 'nesterov' } },
  rmsprop: { optimizer: { kind: 'rmsprop' } },
  svrg: { optimizer: { kind: 'svrg' } },
  'inverse-time': { optimizer: { schedule: 'inverse-time' } },
  'double-well': { loss: { kind: 'double-well' } },
  'relu-saddle': { loss: { kind: 'relu-saddle' } },
  'linear-network': { loss: { kind: 'linear-network', depth: 2 } },
};

/** The kernels whose instructions are counted, asked of the engine's own pipelines. */
export async function mainKernels(): Promise<CompiledKernel[]> {
  const kernels: CompiledKernel[] = [];
  let name = '';
  // Takes down what it is asked to compile.
  const device = {
    createBindGroupLayout: () => ({}),
    createPipelineLayout: () => ({}),
    createShaderModule: ({ code }: GPUShaderModuleDescriptor) => ({
      code,
      getCompilationInfo: async () => ({ messages: [] }),
    }),
    createComputePipelineAsync: async ({ compute }: GPUComputePipelineDescriptor) => {
      const { code } = compute.module as unknown as { code: string };
      const { entryPoint, constants } = compute;
      kernels.push({ name, code, entryPoint: entryPoint!, constants: { ...constants } });
    },
  } as unknown as GPUDevice;
  const pipelines = new Pipelines(device, allShaders);
  for (const [title, part] of Object.entries(SPECS)) {
    const spec = parseSpec(part);
    name = `advance, ${title}`;
    await pipelines.advance(spec, 'sfc32', DEFAULT_TUNING, true);
    if (!/normals|point/.test(title)) continue;
    name = `escape, ${title}`;
    await pipelines.compute('escape', escapeFiles(spec, 'sfc32'), 'escape', {
      workgroup_size: DEFAULT_TUNING.workgroupSize,
    });
  }
  name = ROOFLINE;
  await new Pipelines(device, rooflineLibrary).advance(
    parseSpec({}),
    'sfc32',
    DEFAULT_TUNING,
    true,
  );
  return kernels;
}

/** Steps that one turn of the innermost loop without a constant bound makes. */
export const stepsOfTurn = ({ name }: CompiledKernel): number =>
  name === ROOFLINE ? ROOFLINE_TURN : BLOCK_STEPS;
