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
import { Sgd } from './optimizer/sgd';
import { Svrg } from './optimizer/svrg';
import { constant } from './schedule/constant';
import { inverseTime } from './schedule/inverse-time';
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
  startPosition: (
    run: RunParameters,
    particle: number,
    coordinate: number,
    stream: Stream,
  ) => number;
}

const NOISES = {
  gaussian: GaussianNoise,
  'two-point': TwoPointNoise,
  'two-point-batch': TwoPointBatchNoise,
  dataset: DataSetNoise,
};
const LOSSES = {
  saddle: Saddle,
  'relu-saddle': ReluSaddle,
  'double-well': DoubleWell,
  'spike-and-wells': SpikeAndWells,
  'linear-network': LinearNetwork,
};
const OPTIMIZERS = {
  gd: Gd,
  sgd: Sgd,
  perturbed: Perturbed,
  svrg: Svrg,
  'heavy-ball': HeavyBall,
  nesterov: Nesterov,
};
const SCHEDULES = { constant, 'inverse-time': inverseTime };
const STARTS = { point: pointStart, gaussian: gaussianStart, uniform: uniformStart };

export function buildKernel(spec: Spec, run: RunParameters, generator: GeneratorName): Kernel {
  const { kind, schedule } = spec.optimizer;
  const stream = generator === 'sfc32' ? new Sfc32(run.key) : new Philox4x32(run.key);
  const noise: Noise = new NOISES[noiseFile(spec)](run, stream);
  const loss: Loss = new LOSSES[spec.loss.kind](run);
  return {
    stream,
    noise,
    source: new Source(
      run,
      stream,
      noise,
      kind !== 'gd',
      sourceFile(spec) === 'gradient-and-kicks',
    ),
    loss,
    optimizer: new OPTIMIZERS[kind](run, loss, SCHEDULES[schedule]),
    startPosition: STARTS[spec.start.kind],
  };
}
