import { optimizerModel } from '../../models/registry';
import type { Spec } from '../../spec/spec';
import type { GeneratorName } from '../engine';
import { lossFile, noiseFile, sourceFile } from '../kernel-files';
import type { RunParameters } from '../run-parameters';
import { Philox4x32 } from './generator/philox4x32';
import { Sfc32 } from './generator/sfc32';
import type { Stream } from './generator/stream';
import { DoubleWell } from './loss/double-well';
import { FormulaLoss } from './loss/formula';
import { LinearNetwork } from './loss/linear-network';
import type { Loss } from './loss/loss';
import { MatrixFactorisation } from './loss/matrix-factorisation';
import { MonkeySaddle } from './loss/monkey-saddle';
import { Octopus } from './loss/octopus';
import { QuadraticForm } from './loss/quadratic-form';
import { QuarticSaddle } from './loss/quartic-saddle';
import { ReluSaddle } from './loss/relu-saddle';
import { Rosenbrock } from './loss/rosenbrock';
import { Saddle } from './loss/saddle';
import { SaddleOfOneNormal } from './loss/saddle-of-one-normal';
import { SpikeAndWells } from './loss/spike-and-wells';
import { TanhNetwork } from './loss/tanh-network';
import { AlphaStableNoise } from './noise/alpha-stable';
import { ChiSquaredNoise } from './noise/chi-squared';
import { DataSetNoise } from './noise/dataset';
import { FormulaNoise } from './noise/formula';
import { GaussianNoise } from './noise/gaussian';
import { LaplaceNoise } from './noise/laplace';
import type { Noise } from './noise/noise';
import { OneNormalNoise } from './noise/one-normal';
import { SamplesNoise } from './noise/samples';
import { ShuffledBatches } from './noise/shuffled-batches';
import { StudentTNoise } from './noise/student-t';
import { TwoPointNoise } from './noise/two-point';
import { TwoPointBatchNoise } from './noise/two-point-batch';
import { UnfairCoinsNoise } from './noise/unfair-coins';
import { UniformNoise } from './noise/uniform';
import { AdaGrad } from './optimizer/adagrad';
import { Adai } from './optimizer/adai';
import { Adam } from './optimizer/adam';
import { AdamW } from './optimizer/adamw';
import { AmsGrad } from './optimizer/amsgrad';
import { AveragedSgd } from './optimizer/averaged-sgd';
import { ClippedSgd } from './optimizer/clipped-sgd';
import { FormulaMethod } from './optimizer/formula';
import { Gd } from './optimizer/gd';
import { HeavyBall } from './optimizer/heavy-ball';
import { Langevin } from './optimizer/langevin';
import { Nesterov } from './optimizer/nesterov';
import type { Optimizer } from './optimizer/optimizer';
import { Perturbed } from './optimizer/perturbed';
import { RmsProp } from './optimizer/rmsprop';
import { Sam } from './optimizer/sam';
import { Sgd } from './optimizer/sgd';
import { SgdWeightDecay } from './optimizer/sgd-weight-decay';
import { SignSgd } from './optimizer/sign-sgd';
import { Svrg } from './optimizer/svrg';
import { type Region, regionOf } from './region';
import { enterScales } from './scales';
import { constant } from './schedule/constant';
import { cosineRate } from './schedule/cosine';
import { inverseTime } from './schedule/inverse-time';
import { powerDecayRate } from './schedule/power-decay';
import type { Schedule } from './schedule/schedule';
import { stepDecayRate } from './schedule/step-decay';
import { warmUpRate } from './schedule/warm-up';
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
  'shuffled-batches': ShuffledBatches,
  uniform: UniformNoise,
  laplace: LaplaceNoise,
  'student-t': StudentTNoise,
  'alpha-stable': AlphaStableNoise,
  'unfair-coins': UnfairCoinsNoise,
  'chi-squared': ChiSquaredNoise,
  samples: SamplesNoise,
  formula: FormulaNoise,
  'one-normal': OneNormalNoise,
} satisfies Record<
  ReturnType<typeof noiseFile>,
  new (
    run: RunParameters,
    stream: Stream,
    spec: Spec,
  ) => Noise
>;
const LOSSES = {
  saddle: Saddle,
  'saddle-of-one-normal': SaddleOfOneNormal,
  'relu-saddle': ReluSaddle,
  'double-well': DoubleWell,
  'spike-and-wells': SpikeAndWells,
  'linear-network': LinearNetwork,
  'matrix-factorisation': MatrixFactorisation,
  'monkey-saddle': MonkeySaddle,
  'quartic-saddle': QuarticSaddle,
  'quadratic-form': QuadraticForm,
  rosenbrock: Rosenbrock,
  octopus: Octopus,
  'tanh-network': TanhNetwork,
  formula: FormulaLoss,
} satisfies Record<
  ReturnType<typeof lossFile>,
  new (
    run: RunParameters,
    spec: Spec,
    noise: Noise,
  ) => Loss
>;
const OPTIMIZERS = {
  gd: Gd,
  sgd: Sgd,
  perturbed: Perturbed,
  svrg: Svrg,
  'heavy-ball': HeavyBall,
  nesterov: Nesterov,
  rmsprop: RmsProp,
  adam: Adam,
  adamw: AdamW,
  amsgrad: AmsGrad,
  adagrad: AdaGrad,
  'sign-sgd': SignSgd,
  'clipped-sgd': ClippedSgd,
  'sgd-weight-decay': SgdWeightDecay,
  langevin: Langevin,
  sam: Sam,
  adai: Adai,
  'averaged-sgd': AveragedSgd,
  formula: FormulaMethod,
} satisfies Record<
  Spec['optimizer']['kind'],
  new (
    run: RunParameters,
    loss: Loss,
    schedule: Schedule,
    spec: Spec,
  ) => Optimizer
>;
const SCHEDULES = {
  constant,
  'inverse-time': inverseTime,
  'step-decay': stepDecayRate,
  'power-decay': powerDecayRate,
  cosine: cosineRate,
  'warm-up': warmUpRate,
} satisfies Record<Spec['optimizer']['schedule'], Schedule>;
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
  const noise: Noise = new (chosen('noise', NOISES, noiseFile(spec)))(run, stream, spec);
  const loss: Loss = new (chosen('loss', LOSSES, lossFile(spec)))(run, spec, noise);
  enterScales(loss, run, spec);
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
      spec,
    ),
    region: regionOf(spec, run),
    startPosition: chosen('start', STARTS, spec.start.kind),
  };
}
