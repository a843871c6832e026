import { isSurface, type Spec } from '../../spec/spec';
import { number, whole } from '../shared/format';
import { LOSS_NAMES, OPTIMIZER_NAMES } from '../shared/names';

/** The experiment in one line, for captions. */
export function specSummary(spec: Spec): string {
  const { noise, optimizer, time, ensemble } = spec;
  const parts = [
    ...lossParts(spec),
    noise.law === 'two-point' ? 'two-point noise' : '',
    noise.law === 'dataset' ? `a data set of ${whole(noise.samples!)}` : '',
    ...optimizerParts(optimizer),
    optimizer.learningRate !== 1 ? `learning rate ${number(optimizer.learningRate)}` : '',
    optimizer.schedule === 'inverse-time' ? 'annealed as 1/n' : '',
    optimizer.batchSize !== 1 ? `minibatch ${whole(optimizer.batchSize)}` : '',
    `dt = ${number(time.dt)}`,
    `seed ${ensemble.seed}`,
  ];
  return parts.filter(Boolean).join(', ');
}

function lossParts({ loss, noise }: Spec): string[] {
  if (isSurface(loss)) return [LOSS_NAMES[loss.kind], `shaken by ${number(noise.shake!)}`];
  const { a } = loss;
  return [
    loss.kind === 'saddle' ? '' : LOSS_NAMES[loss.kind],
    loss.kind === 'linear-network' ? `${loss.depth} weights` : '',
    a.length === 1 ? `a = ${number(a[0])}` : `a = (${a.map((one) => number(one)).join(', ')})`,
    `σ = ${number(noise.sigma)}`,
    `τ = ${number(noise.tau)}`,
    `ρ = ${number(noise.rho)}`,
  ];
}

function optimizerParts({ kind, perturbation, epochLength, beta }: Spec['optimizer']): string[] {
  if (kind === 'gd') return ['gradient descent without noise'];
  return [
    kind === 'sgd' ? '' : OPTIMIZER_NAMES[kind],
    perturbation === undefined ? '' : `kicks of ${number(perturbation)}`,
    epochLength === undefined ? '' : `a landmark every ${whole(epochLength)} steps`,
    beta === undefined ? '' : `β = ${number(beta)}`,
  ];
}
