import type { Spec } from '../../spec/spec';
import type { GeneratorName } from '../engine';
import { noiseFile, type RunParameters } from '../run-parameters';
import { Philox4x32 } from './generator/philox4x32';
import { Sfc32 } from './generator/sfc32';
import type { Stream } from './generator/stream';
import { saddleDescent } from './loss/saddle';
import { GaussianNoise } from './noise/gaussian';
import type { Noise } from './noise/noise';
import { TwoPointNoise } from './noise/two-point';
import { TwoPointBatchNoise } from './noise/two-point-batch';
import { Gd } from './optimizer/gd';
import type { Optimizer } from './optimizer/optimizer';
import { Sgd } from './optimizer/sgd';
import { gaussianStart } from './start/gaussian';
import { pointStart } from './start/point';
import { uniformStart } from './start/uniform';

/** One file of each folder, put together for a spec; the twin of gpu/kernel-source.ts. */
export interface Kernel {
  stream: Stream;
  noise: Noise;
  optimizer: Optimizer;
  startPosition: (run: RunParameters, particle: number, coordinate: number, stream: Stream) => number;
}

export function buildKernel(spec: Spec, run: RunParameters, generator: GeneratorName): Kernel {
  const stream = generator === 'sfc32' ? new Sfc32(run.key) : new Philox4x32(run.key);
  const noiseClass = {
    gaussian: GaussianNoise,
    'two-point': TwoPointNoise,
    'two-point-batch': TwoPointBatchNoise,
  };
  const noise: Noise = new noiseClass[noiseFile(spec)](run, stream);
  const optimizer = spec.optimizer.kind === 'gd' ? new Gd(run, saddleDescent) : new Sgd(run, saddleDescent);
  const startPosition = { point: pointStart, gaussian: gaussianStart, uniform: uniformStart }[
    spec.start.kind
  ];
  return { stream, noise, optimizer, startPosition };
}
