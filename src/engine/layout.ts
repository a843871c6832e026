/**
 * Everything that the kernels read from memory, declared once. `npm run layouts` prints the structs
 * of shaders/layout.wgsl, tiles.wgsl and style.wgsl from it, comments included; host code packs by
 * it. What the SIMD kernel reads: cpu/simd/layout.ts.
 */

import { OWN_NUMBERS } from '../models/own-numbers';

type OwnNumber = keyof typeof OWN_NUMBERS;

type Scalar = 'u32' | 'f32';
export type FieldType =
  | Scalar
  | 'vec2u'
  | 'vec4f'
  // A number for each of at most 64 coordinates.
  | 'array<vec4f, 16>'
  | 'array<vec4f, 4>';
/** Fields in the order of the memory. Names are in camel case here and in snake case in WGSL. */
export type Struct = Readonly<Record<string, FieldType>>;
/** Values for the fields of a struct: a number, or a list that may be shorter than the field. */
export type Values<S extends Struct> = {
  readonly [Name in keyof S]: S[Name] extends Scalar ? number : readonly number[];
};

/** What a run asks of the kernels. */
export const RUN_FIELDS = {
  key: 'vec2u', // the seed
  cell: 'u32', // number of the run inside a sweep, 0 for a single run
  particleCount: 'u32',
  coordinateCount: 'u32', // 1 to 64
  batchSize: 'u32', // samples per step
  learningRate: 'f32', // per step
  multiplicative: 'f32', // sigma / sqrt(batch) * sqrt(dt)
  additive: 'f32', // tau / sqrt(batch) * sqrt(dt)
  rho: 'f32', // correlation of xi and eta
  rhoComplement: 'f32', // sqrt(1 - rho^2)
  follow: 'u32', // two-point: sign-bit mask, eta's sign follows xi's
  fair: 'u32', // two-point: sign-bit mask, eta has a fair sign of its own
  flip: 'u32', // two-point: sign-bit mask, eta's sign is turned
  agreementThreshold: 'u32', // two-point-batch: words below it make eta's sign follow xi's
  shape: 'f32', // own number of a noise law: nu, alpha or a probability
  logScale: 'f32', // alpha-stable: log of the batch's scale, batch^(1/alpha - 1/2)
  headsThreshold: 'u32', // unfair-coins: words below it are heads
  followThreshold: 'u32', // unfair-coins: words below it make eta follow xi
  ownThreshold: 'u32', // unfair-coins: other words below it are heads of eta's own
  coinUnit: 'f32', // unfair-coins: what one more of heads adds to xi
  coinOffset: 'f32', // unfair-coins: -xi without any
  sampleCount: 'u32', // dataset: samples in the set
  lowBits: 'u32', // dataset: bits of the halves of a sample's number
  highBits: 'u32',
  xiUnit: 'f32', // dataset: value of one unit of the stored integers
  etaUnit: 'f32',
  dt: 'f32', // length of a step on the SDE clock
  shake: 'f32', // surfaces: standard deviation of a translation
  sampleXi: 'f32', // formula: standard deviation of xi, multiplicative / dt
  sampleEta: 'f32', // formula: standard deviation of eta, additive / dt
  parameters: 'vec4f', // formula: its parameters, in their order
  methodParameters: 'vec4f', // a method of formulas: its parameters, in their order
  logBeta1: 'f32', // ln beta1, of beta1 in float32
  logBeta2: 'f32', // ln beta2, likewise
  radius: 'f32', // escape radius
  reach: 'f32', // |x| at which a particle is frozen, at least the radius
  regionCoordinate: 'u32', // coordinate that may leave; 0 where the region is another
  regionLow: 'f32', // below it a particle has left: of the coordinate, or of the mean loss
  regionHigh: 'f32', // above it a particle has left
  histogramCoordinate: 'u32',
  histogramAbsolute: 'u32', // 1: bin |x|, 0: bin x
  binCount: 'u32',
  lastStep: 'u32', // escape: steps that a replica takes at most
  underflow: 'f32', // |x| below which a particle is counted at 0
  startA: 'array<vec4f, 16>', // per coordinate: point, mean or low end
  startB: 'array<vec4f, 16>', // per coordinate: standard deviation or width
  drift: 'array<vec4f, 16>', // per coordinate: a dt
  lossNumbers: 'array<vec4f, 4>', // own numbers of the loss, as its model lists them
} as const satisfies Struct;

/** Own numbers of every method and schedule, from the registry; 0, or 1 of a whole one, where the run has another. */
const OWN = Object.fromEntries(
  Object.entries(OWN_NUMBERS).map(([name, type]) => [name, type === 'whole' ? 'u32' : 'f32']),
) as Record<OwnNumber, Scalar>;

/** `RUN_FIELDS`, and the own numbers of every method and schedule behind them. */
export const RUN: typeof RUN_FIELDS & Record<OwnNumber, Scalar> = { ...RUN_FIELDS, ...OWN };

/**
 * What one coordinate's steps need of `RUN`, loaded once: buffers read inside the loop cost a fifth
 * on software adapters.
 */
export const RATE_FIELDS = [
  'learningRate',
  'drift',
  'multiplicative',
  'additive',
  'rho',
  'rhoComplement',
  'follow',
  'fair',
  'flip',
  'dt',
  'shake',
  'sampleXi',
  'sampleEta',
  'parameters',
  'methodParameters',
  'logBeta1',
  'logBeta2',
] as const satisfies readonly (keyof typeof RUN)[];

/** `RATE_FIELDS`, and the own numbers of every method. */
export const RATES: readonly (keyof typeof RUN)[] = [
  ...RATE_FIELDS,
  ...(Object.keys(OWN_NUMBERS) as OwnNumber[]),
];

/** Where `scales` of shaders/layout-listed.wgsl has what each coordinate has of its own. */
export const LISTED_RATES: Partial<Record<keyof typeof RUN, 'x' | 'y' | 'z' | 'w'>> = {
  multiplicative: 'x',
  additive: 'y',
  rho: 'z',
  rhoComplement: 'w',
};

/** What one submit does. */
export const WORK = {
  firstParticle: 'u32', // of escape and tally: first tile or batch
  endParticle: 'u32',
  firstStep: 'u32', // steps done before
  endStep: 'u32',
} as const satisfies Struct;

/** What one workgroup of escape does: neighbouring replicas of one run. */
export const TILE = {
  run: 'u32', // number in the list of runs
  firstParticle: 'u32',
  endParticle: 'u32',
  place: 'u32', // of the first particle's passage and state
} as const satisfies Struct;

/** What one workgroup of tally counts. */
export const BATCH = {
  place: 'u32', // of the first replica's passage on the first side
  count: 'u32', // replicas
  sides: 'u32', // 1 to MOST_SIDES
  stride: 'u32', // places from one side to the next
} as const satisfies Struct;

/** How a histogram is drawn. */
export const STYLE = {
  color: 'vec4f', // premultiplied alpha
  particleCount: 'f32',
  binCount: 'f32',
  top: 'f32', // share of particles at the upper edge
  bottom: 'f32', // share at the lower edge on the log scale
  logarithmic: 'f32', // 1: log scale, 0: linear
} as const satisfies Struct;

const SHAPE: Record<FieldType, { bytes: number; alignment: number }> = {
  u32: { bytes: 4, alignment: 4 },
  f32: { bytes: 4, alignment: 4 },
  vec2u: { bytes: 8, alignment: 8 },
  vec4f: { bytes: 16, alignment: 16 },
  'array<vec4f, 16>': { bytes: 256, alignment: 16 },
  'array<vec4f, 4>': { bytes: 64, alignment: 16 },
};

interface Layout {
  fields: readonly { name: string; type: FieldType; offset: number; integer: boolean }[];
  /** Of the whole struct, and from one struct of a list to the next. */
  bytes: number;
}

const layouts = new Map<Struct, Layout>();

/** Offsets in bytes by the alignment rules of WGSL, and the size of the whole. */
export function layoutOf(struct: Struct): Layout {
  const known = layouts.get(struct);
  if (known) return known;
  let end = 0;
  let widest = 4;
  const fields = Object.entries(struct).map(([name, type]) => {
    const { bytes, alignment } = SHAPE[type];
    const offset = Math.ceil(end / alignment) * alignment;
    end = offset + bytes;
    widest = Math.max(widest, alignment);
    return { name, type, offset, integer: type === 'u32' || type === 'vec2u' };
  });
  const layout = { fields, bytes: Math.ceil(end / widest) * widest };
  layouts.set(struct, layout);
  return layout;
}

/**
 * Writes a struct. Values may have more fields than the struct.
 * @throws Error where a field has no value.
 */
export function packInto<S extends Struct>(view: DataView, struct: S, values: Values<S>): void {
  packFrom(view, struct, [values]);
}

/**
 * The same of several objects, each field from the first one that has it: to put a hundred fields
 * together in one object takes thirty times as long.
 */
export function packFrom<S extends Struct>(
  view: DataView,
  struct: S,
  sources: readonly Partial<Values<S>>[],
): void {
  for (const { name, offset, integer } of layoutOf(struct).fields) {
    let value: number | readonly number[] | undefined;
    for (let i = 0; value === undefined && i < sources.length; i++) value = sources[i][name];
    if (value === undefined) throw new Error(`The field "${name}" was given no value.`);
    if (typeof value === 'number') put(view, offset, integer, value);
    else for (let i = 0; i < value.length; i++) put(view, offset + 4 * i, integer, value[i]);
  }
}

function put(view: DataView, offset: number, integer: boolean, value: number): void {
  if (integer) view.setUint32(offset, value, true);
  else view.setFloat32(offset, value, true);
}

/** A struct in a buffer of its own. */
export function pack<S extends Struct>(struct: S, values: Values<S>): ArrayBuffer {
  return packList(struct, [values]);
}

/** One struct behind the other. */
export function packList<S extends Struct>(struct: S, list: readonly Values<S>[]): ArrayBuffer {
  const { bytes } = layoutOf(struct);
  const buffer = new ArrayBuffer(bytes * list.length);
  for (let i = 0; i < list.length; i++)
    packInto(new DataView(buffer, bytes * i, bytes), struct, list[i]);
  return buffer;
}
