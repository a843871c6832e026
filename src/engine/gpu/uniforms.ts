import type { DensityStyle } from '../engine';
import type { RunParameters } from '../run-parameters';

/**
 * Host twins of the uniform structs; tests/parity/checks/layout.ts compares their layout with the
 * WGSL.
 */

export interface UniformField {
  /** Name in WGSL. */
  name: string;
  type: 'u32' | 'f32' | 'vec2u' | 'vec4f' | 'array<vec4f, 16>';
}

const SIZE: Record<UniformField['type'], number> = {
  u32: 4,
  f32: 4,
  vec2u: 8,
  vec4f: 16,
  'array<vec4f, 16>': 256,
};
const ALIGNMENT: Record<UniformField['type'], number> = {
  u32: 4,
  f32: 4,
  vec2u: 8,
  vec4f: 16,
  'array<vec4f, 16>': 16,
};

export const RUN_FIELDS: readonly UniformField[] = [
  { name: 'key', type: 'vec2u' },
  { name: 'cell', type: 'u32' },
  { name: 'particle_count', type: 'u32' },
  { name: 'coordinate_count', type: 'u32' },
  { name: 'batch_size', type: 'u32' },
  { name: 'learning_rate', type: 'f32' },
  { name: 'multiplicative', type: 'f32' },
  { name: 'additive', type: 'f32' },
  { name: 'rho', type: 'f32' },
  { name: 'rho_complement', type: 'f32' },
  { name: 'follow', type: 'u32' },
  { name: 'fair', type: 'u32' },
  { name: 'flip', type: 'u32' },
  { name: 'agreement_threshold', type: 'u32' },
  { name: 'sample_count', type: 'u32' },
  { name: 'low_bits', type: 'u32' },
  { name: 'high_bits', type: 'u32' },
  { name: 'xi_unit', type: 'f32' },
  { name: 'eta_unit', type: 'f32' },
  { name: 'perturbation', type: 'f32' },
  { name: 'beta', type: 'f32' },
  { name: 'epoch_length', type: 'u32' },
  { name: 'dt', type: 'f32' },
  { name: 'shake', type: 'f32' },
  { name: 'radius', type: 'f32' },
  { name: 'reach', type: 'f32' },
  { name: 'histogram_coordinate', type: 'u32' },
  { name: 'histogram_absolute', type: 'u32' },
  { name: 'bin_count', type: 'u32' },
  { name: 'last_step', type: 'u32' },
  { name: 'underflow', type: 'f32' },
  { name: 'start_a', type: 'array<vec4f, 16>' },
  { name: 'start_b', type: 'array<vec4f, 16>' },
  { name: 'drift', type: 'array<vec4f, 16>' },
];

export const WORK_FIELDS: readonly UniformField[] = [
  { name: 'first_particle', type: 'u32' },
  { name: 'end_particle', type: 'u32' },
  { name: 'first_step', type: 'u32' },
  { name: 'end_step', type: 'u32' },
];

export const STYLE_FIELDS: readonly UniformField[] = [
  { name: 'color', type: 'vec4f' },
  { name: 'particle_count', type: 'f32' },
  { name: 'bin_count', type: 'f32' },
  { name: 'top', type: 'f32' },
  { name: 'bottom', type: 'f32' },
  { name: 'logarithmic', type: 'f32' },
];

/**
 * Offsets in bytes by the alignment rules of WGSL's uniform address space, and the size of the
 * whole.
 */
export function layout(fields: readonly UniformField[]): { offsets: number[]; bytes: number } {
  let end = 0;
  const offsets = fields.map(({ type }) => {
    const offset = Math.ceil(end / ALIGNMENT[type]) * ALIGNMENT[type];
    end = offset + SIZE[type];
    return offset;
  });
  const alignment = Math.max(...fields.map(({ type }) => ALIGNMENT[type]));
  return { offsets, bytes: Math.ceil(end / alignment) * alignment };
}

/**
 * Packs values by field name.
 * @param values  A number or list for every field, no more and no fewer.
 * @throws Error on a missing or unknown name.
 */
export function pack(
  fields: readonly UniformField[],
  values: Record<string, number | readonly number[]>,
): ArrayBuffer {
  const buffer = new ArrayBuffer(layout(fields).bytes);
  packInto(new DataView(buffer), fields, values);
  return buffer;
}

function packInto(
  view: DataView,
  fields: readonly UniformField[],
  values: Record<string, number | readonly number[]>,
): void {
  const offsets = offsetsOf(fields);
  const names = Object.keys(values);
  if (names.length > fields.length) {
    const unknown = names.find((name) => !fields.some((field) => field.name === name));
    throw new Error(`The uniform struct has no field "${unknown}".`);
  }
  fields.forEach(({ name, type }, i) => {
    const value = values[name];
    if (value === undefined) throw new Error(`The uniform field "${name}" was given no value.`);
    const list = typeof value === 'number' ? [value] : value;
    list.forEach((number, j) => {
      if (type === 'u32' || type === 'vec2u') view.setUint32(offsets[i] + 4 * j, number, true);
      else view.setFloat32(offsets[i] + 4 * j, number, true);
    });
  });
}

const knownOffsets = new Map<readonly UniformField[], number[]>();

/** Maps pack thousands of runs. */
function offsetsOf(fields: readonly UniformField[]): number[] {
  const offsets = knownOffsets.get(fields) ?? layout(fields).offsets;
  knownOffsets.set(fields, offsets);
  return offsets;
}

export function packRun(run: RunParameters): ArrayBuffer {
  return pack(RUN_FIELDS, valuesOf(run));
}

/** @param view  Room for one Run. */
export function packRunInto(view: DataView, run: RunParameters): void {
  packInto(view, RUN_FIELDS, valuesOf(run));
}

function valuesOf(run: RunParameters): Record<string, number | readonly number[]> {
  return {
    key: run.key,
    cell: run.cell,
    particle_count: run.particleCount,
    coordinate_count: run.coordinateCount,
    batch_size: run.batchSize,
    learning_rate: run.learningRate,
    multiplicative: run.multiplicative,
    additive: run.additive,
    rho: run.rho,
    rho_complement: run.rhoComplement,
    follow: run.follow,
    fair: run.fair,
    flip: run.flip,
    agreement_threshold: run.agreementThreshold,
    sample_count: run.sampleCount,
    low_bits: run.lowBits,
    high_bits: run.highBits,
    xi_unit: run.xiUnit,
    eta_unit: run.etaUnit,
    perturbation: run.perturbation,
    beta: run.beta,
    epoch_length: run.epochLength,
    dt: run.dt,
    shake: run.shake,
    radius: run.radius,
    reach: run.reach,
    histogram_coordinate: run.histogramCoordinate,
    histogram_absolute: run.histogramAbsolute,
    bin_count: run.binCount,
    last_step: run.lastStep,
    underflow: run.underflow,
    start_a: run.startA,
    start_b: run.startB,
    drift: run.drift,
  };
}

/** @param firstStep  Steps done before. */
export function packWork(
  firstParticle: number,
  endParticle: number,
  firstStep: number,
  endStep: number,
): ArrayBuffer {
  return pack(WORK_FIELDS, {
    first_particle: firstParticle,
    end_particle: endParticle,
    first_step: firstStep,
    end_step: endStep,
  });
}

export function packStyle(style: DensityStyle, particles: number, bins: number): ArrayBuffer {
  return pack(STYLE_FIELDS, {
    color: [...style.color, 1],
    particle_count: particles,
    bin_count: bins,
    top: style.top,
    bottom: style.bottom,
    logarithmic: style.scale === 'log' ? 1 : 0,
  });
}
