import type { EngineIdentity } from '../engine/engine';
import type { Spec } from '../spec/spec';
import { number, whole } from './format';

/** The experiment in one line, for captions. */
export function specSummary(spec: Spec): string {
  const { loss, noise, optimizer, time, ensemble } = spec;
  const a =
    loss.a.length === 1 ? `a = ${number(loss.a[0])}` : `a = (${loss.a.map((one) => number(one)).join(', ')})`;
  const parts = [
    a,
    `σ = ${number(noise.sigma)}`,
    `τ = ${number(noise.tau)}`,
    `ρ = ${number(noise.rho)}`,
    noise.law === 'two-point' ? 'two-point noise' : '',
    optimizer.kind === 'gd' ? 'without noise (gd)' : '',
    optimizer.learningRate !== 1 ? `learning rate ${number(optimizer.learningRate)}` : '',
    optimizer.batchSize !== 1 ? `minibatch ${whole(optimizer.batchSize)}` : '',
    `dt = ${number(time.dt)}`,
    `seed ${ensemble.seed}`,
  ];
  return parts.filter(Boolean).join(', ');
}

/** What the particles run on, for people. */
export function engineSummary({ kind, adapter, fallback }: EngineIdentity): string {
  if (kind === 'cpu') return 'on the CPU';
  return fallback ? `software GPU: ${adapter}` : `GPU: ${adapter}`;
}
