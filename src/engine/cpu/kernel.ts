import { optimizerModel } from '../../models/registry';
import type { Spec } from '../../spec/spec';
import type { GeneratorName } from '../engine';
import { noiseFile, type RunParameters, sourceFile } from '../run-parameters';
import { Philox4x32 } from './generator/philox4x32';
import { Sfc32 } from './generator/sfc32';
import type { Stream } from './generator/stream';
import { DoubleWell } from './loss/double-well';
import { LinearNetwork } from './loss/linear-network';
import type { Loss } from './loss/loss';
import { ReluSaddle } from './loss/relu-saddle';
import { Saddle } from './loss/saddle';
import { SpikeAndWells } from './loss/spike-and-wells';
import { DataSetNoise } from './noise/dataset';
import { GaussianNoise } from './noise/gaussian';
import type { Noise } from './noise/noise';
import { TwoPointNoise } from './noise/two-point';
import { TwoPointBatchNoise } from './noise/two-point-batch';
import { Gd } from './optimizer/gd';
import { HeavyBall } from './optimizer/heavy-ball';
import { Nesterov } from './optimizer/nesterov';
import type { Optimizer } from './optimizer/optimizer';
import { Perturbed } from './optimizer/perturbed';
import { RmsProp } from './optimizer/rmsprop';
import { Sgd } from './optimizer/sgd';
import { Svrg } from './optimizer/svrg';
import { type Region, regionOf } from './region';
import { constant } from './schedule/constant';
import { inverseTime } from './schedule/inverse-time';
import type { Schedule } from './schedule/schedule';
import { Source } from './source';
import { gaussianStart } from './start/gaussian';
import { pointStart } from './start/point';
import { uniformStart } from './start/uniform';

/** One file of each folder, put together for a spec; the twin of gpu/kernel-source.ts. */
export interface Kernel {
  stream: Stream;
  noise: Noise;
  source: Source;
  loss: Loss;
  optimizer: Optimizer;
  region: Region;
  startPosition: (
    run: RunParameters,
    particle: number,
    coordinate: number,
    stream: Stream,
  ) => number;
}

const GENERATORS = { sfc32: Sfc32, philox4x32: Philox4x32 } satisfies Record<
  GeneratorName,
  new (
    key: RunParameters['key'],
  ) => Stream
>;
const NOISES = {
  gaussian: GaussianNoise,
  'two-point': TwoPointNoise,
  'two-point-batch': TwoPointBatchNoise,
  dataset: DataSetNoise,
} satisfies Record<ReturnType<typeof noiseFile>, new (run: RunParameters, stream: Stream) => Noise>;
const LOSSES = {
  saddle: Saddle,
  'relu-saddle': ReluSaddle,
  'double-well': DoubleWell,
  'spike-and-wells': SpikeAndWells,
  'linear-network': LinearNetwork,
} satisfies Record<Spec['loss']['kind'], new (run: RunParameters) => Loss>;
const OPTIMIZERS = {
  gd: Gd,
  sgd: Sgd,
  perturbed: Perturbed,
  svrg: Svrg,
  'heavy-ball': HeavyBall,
  nesterov: Nesterov,
  rmsprop: RmsProp,
} satisfies Record<
  Spec['optimizer']['kind'],
  new (
    run: RunParameters,
    loss: Loss,
    schedule: Schedule,
  ) => Optimizer
>;
const SCHEDULES = { constant, 'inverse-time': inverseTime } satisfies Record<
  Spec['optimizer']['schedule'],
  Schedule
>;
const STARTS = {
  point: pointStart,
  gaussian: gaussianStart,
  uniform: uniformStart,
} satisfies Record<Spec['start']['kind'], Kernel['startPosition']>;

/** @throws Error where a list has no such kind. */
function chosen<Choices extends object, Kind extends keyof Choices>(
  what: string,
  choices: Choices,
  kind: Kind,
): Choices[Kind] {
  if (!Object.hasOwn(choices, kind))
    throw new Error(`The CPU engine has no ${what} "${String(kind)}".`);
  return choices[kind];
}

export function buildKernel(spec: Spec, run: RunParameters, generator: GeneratorName): Kernel {
  const { kind, schedule } = spec.optimizer;
  const stream = new (chosen('generator', GENERATORS, generator))(run.key);
  const noise: Noise = new (chosen('noise', NOISES, noiseFile(spec)))(run, stream);
  const loss: Loss = new (chosen('loss', LOSSES, spec.loss.kind))(run);
  return {
    stream,
    noise,
    source: new Source(
      run,
      stream,
      noise,
      optimizerModel(spec.optimizer).gradient !== 'full',
      sourceFile(spec) === 'gradient-and-kicks',
    ),
    loss,
    optimizer: new (chosen('optimizer', OPTIMIZERS, kind))(
      run,
      loss,
      chosen('schedule', SCHEDULES, schedule),
    ),
    region: regionOf(spec, run),
    startPosition: chosen('start', STARTS, spec.start.kind),
  };
}
