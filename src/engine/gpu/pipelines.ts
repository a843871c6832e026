import type { Spec } from '../../spec/spec';
import { EXTRA_SLOTS } from '../constants';
import type { GeneratorName, Tuning } from '../engine';
import type { CountingTuning } from './dispatch';
import {
  DRAW_DENSITY_FILES,
  HISTOGRAM_FILES,
  type KernelSource,
  kernelSource,
  QUANTILE_FILES,
  startFiles,
} from './kernel-source';
import { isPlainAdvance, plainFiles } from './plain-files';
import { firstShaders } from './shader-library';

/**
 * Bindings of group 0 in every compute kernel; tests/parity/checks/layout.ts compares them with the
 * WGSL.
 */
export const BINDING = {
  runs: 0,
  work: 1,
  positions: 2,
  passages: 3,
  edges: 4,
  slots: 5,
  targets: 6,
  samples: 7,
  tiles: 8,
  batches: 9,
  exits: 10,
} as const;

export type KernelName =
  | 'start'
  | 'advance'
  | 'histogram'
  | 'plane'
  | 'quantile'
  | 'escape'
  | 'tally';

export type BindingName = keyof typeof BINDING;

const population = (type: GPUBufferBindingType) =>
  ({ positions: type, passages: type }) satisfies Bindings;
const head = { runs: 'uniform', work: 'uniform' } satisfies Bindings;

type Bindings = Partial<Record<BindingName, GPUBufferBindingType>>;

/** What each kernel binds, and how. */
const BINDINGS: Record<KernelName, Bindings> = {
  start: { ...head, ...population('storage') },
  advance: {
    ...head,
    ...population('storage'),
    samples: 'read-only-storage',
    exits: 'storage',
  },
  histogram: {
    ...head,
    ...population('read-only-storage'),
    edges: 'read-only-storage',
    slots: 'storage',
  },
  plane: {
    ...head,
    positions: 'read-only-storage',
    edges: 'read-only-storage',
    slots: 'storage',
  },
  quantile: {
    ...head,
    positions: 'read-only-storage',
    slots: 'storage',
    targets: 'read-only-storage',
  },
  escape: {
    runs: 'read-only-storage',
    work: 'uniform',
    ...population('storage'),
    samples: 'read-only-storage',
    tiles: 'read-only-storage',
  },
  tally: {
    work: 'uniform',
    passages: 'read-only-storage',
    slots: 'storage',
    batches: 'read-only-storage',
  },
};

export function bindingsOf(kernel: KernelName): BindingName[] {
  return Object.keys(BINDINGS[kernel]) as BindingName[];
}

const COMPUTE = 0x4; // GPUShaderStage.COMPUTE

/** Whether a file is made of a formula: generated-files.ts. */
const isGenerated = (file: string) => file.startsWith('formula/');

const regionFiles = () => import('./region-files');

/** Compiled kernels of one device, each made once; of formulas the last few are kept. */
export class Pipelines {
  private readonly layouts = new Map<KernelName, GPUBindGroupLayout>();
  private readonly pipelines = new Map<string, Promise<GPUComputePipeline>>();
  private densityPipeline: Promise<GPURenderPipeline> | null = null;

  constructor(
    private readonly device: GPUDevice,
    private library: Readonly<Record<string, string>> = firstShaders,
  ) {}

  layout(kernel: KernelName): GPUBindGroupLayout {
    let layout = this.layouts.get(kernel);
    if (!layout) {
      layout = this.device.createBindGroupLayout({
        label: `saddle.${kernel}`,
        entries: bindingsOf(kernel).map((name) => ({
          binding: BINDING[name],
          visibility: COMPUTE,
          buffer: { type: BINDINGS[kernel][name]! },
        })),
      });
      this.layouts.set(kernel, layout);
    }
    return layout;
  }

  start(
    spec: Spec,
    generator: GeneratorName,
    { workgroupSize, shift }: Tuning,
  ): Promise<GPUComputePipeline> {
    return this.compute('start', startFiles(spec, generator, shift), 'start', {
      workgroup_size: workgroupSize,
    });
  }

  /**
   * @param whole  Whether the steps to do are whole blocks: faster, and wrong where they are not.
   * @param exits  Whether it is kept where particles leave.
   */
  async advance(
    spec: Spec,
    generator: GeneratorName,
    tuning: Tuning,
    whole: boolean,
    exits = false,
  ): Promise<GPUComputePipeline> {
    const files = isPlainAdvance(spec, exits)
      ? plainFiles(spec, generator, tuning, whole)
      : (await regionFiles()).advanceFiles(spec, generator, tuning.shift, whole, exits);
    return this.compute('advance', files, 'advance', {
      workgroup_size: tuning.workgroupSize,
    });
  }

  async histogram(spec: Spec, tuning: CountingTuning): Promise<GPUComputePipeline> {
    const beyond = spec.escape.region ? (await regionFiles()).beyondFiles(spec) : ['beyond/radius'];
    const files = [...HISTOGRAM_FILES, `axis/${spec.histogram.axis}`, ...beyond];
    return this.compute('histogram', files, 'histogram', {
      workgroup_size: tuning.workgroupSize,
      particles_per_invocation: tuning.particlesPerInvocation,
      shared_slots: spec.histogram.bins + EXTRA_SLOTS - 1,
    });
  }

  quantile(
    entry: 'tally_high' | 'tally_low',
    { workgroupSize }: Tuning,
  ): Promise<GPUComputePipeline> {
    return this.compute('quantile', QUANTILE_FILES, entry, { workgroup_size: workgroupSize });
  }

  density(format: GPUTextureFormat): Promise<GPURenderPipeline> {
    this.densityPipeline ??= (async () => {
      const module = await this.module(await this.source(DRAW_DENSITY_FILES));
      const layout = this.device.createBindGroupLayout({
        label: 'saddle.draw-density',
        entries: [
          { binding: 0, visibility: 0x3, buffer: { type: 'uniform' } }, // vertex and fragment
          { binding: 1, visibility: 0x1, buffer: { type: 'read-only-storage' } }, // vertex
        ],
      });
      return this.device.createRenderPipelineAsync({
        label: 'saddle.draw-density',
        layout: this.device.createPipelineLayout({
          label: 'saddle.draw-density',
          bindGroupLayouts: [layout],
        }),
        vertex: { module, entryPoint: 'draw_bar' },
        fragment: { module, entryPoint: 'fill_bar', targets: [{ format }] },
        primitive: { topology: 'triangle-list' },
      });
    })();
    return this.densityPipeline;
  }

  /**
   * Puts files together, and loads those that the library lacks. What it has stays: tests plant
   * faults there.
   */
  private async source(files: string[]): Promise<KernelSource> {
    if (files.some((file) => !isGenerated(file) && this.library[file] === undefined)) {
      const { allShaders } = await import('./later-shaders');
      this.library = { ...allShaders, ...this.library };
    }
    const generated = files.filter(isGenerated);
    if (generated.length === 0) return kernelSource(this.library, files);
    const { forgetOldest, withGenerated } = await import('./generated-files');
    forgetOldest(this.pipelines);
    return kernelSource(withGenerated(this.library, generated), files);
  }

  /** A kernel of these files. */
  compute(
    kernel: KernelName,
    files: string[],
    entryPoint: string,
    constants: Record<string, number>,
  ): Promise<GPUComputePipeline> {
    const key = JSON.stringify([files, entryPoint, constants]);
    let pipeline = this.pipelines.get(key);
    if (!pipeline) {
      pipeline = (async () => {
        const module = await this.module(await this.source(files));
        const label = `saddle.${entryPoint}`;
        return this.device.createComputePipelineAsync({
          label,
          layout: this.device.createPipelineLayout({
            label,
            bindGroupLayouts: [this.layout(kernel)],
          }),
          compute: { module, entryPoint, constants },
        });
      })();
      this.pipelines.set(key, pipeline);
    }
    return pipeline;
  }

  /** @throws Error naming file and line of the first thing the shader compiler refuses. */
  private async module(source: KernelSource): Promise<GPUShaderModule> {
    const module = this.device.createShaderModule({
      label: source.files.join(' + '),
      code: source.code,
    });
    const info = await module.getCompilationInfo();
    const error = info.messages.find((message) => message.type === 'error');
    if (error) throw new Error(`${source.locate(error.lineNum)}: ${error.message}`);
    return module;
  }
}
