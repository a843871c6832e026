import { numberOf } from '../../models/field';
import {
  DEFAULT_KINDS,
  lossModel,
  lossText,
  noiseText,
  optimizerText,
  scheduleText,
} from '../../models/registry';
import { isSteady, seesNoise, shrinksInverse } from '../../spec/rates';
import { dimensionOf, isShaken, type Spec, samplesOf, shakeOf, slopesOf } from '../../spec/spec';
import { number, whole } from '../shared/format';

/** The experiment in one line, for captions. */
export function specSummary(spec: Spec): string {
  const { noise, optimizer, time, ensemble } = spec;
  const parts = [
    ...lossParts(spec),
    noiseText(noise).summary?.({ ...numbersIn(noise), samples: samplesOf(spec) }) ?? '',
    ...optimizerParts(spec),
    optimizer.learningRate !== 1 ? `learning rate ${number(optimizer.learningRate)}` : '',
    ...scheduleParts(spec),
    optimizer.batchSize !== 1 ? `minibatch ${whole(optimizer.batchSize)}` : '',
    `dt = ${number(time.dt)}`,
    `seed ${ensemble.seed}`,
  ];
  return parts.filter(Boolean).join(', ');
}

function numbersIn(group: object): Record<string, number> {
  return Object.fromEntries(Object.entries(group).filter(([, value]) => typeof value === 'number'));
}

function lossParts(spec: Spec): string[] {
  const { loss, noise } = spec;
  const { kind, slopes } = lossModel(loss);
  const { name } = lossText(loss);
  if (isShaken(spec)) return [name, `shaken by ${number(shakeOf(spec))}`];
  const a = slopesOf(spec);
  return [
    kind === DEFAULT_KINDS.loss ? '' : name,
    slopes === 'product' ? `${dimensionOf(spec)} weights` : '',
    ...ownParts(spec),
    a.length > 0 ? `a = ${said(a.length === 1 ? a[0] : a)}` : '',
    `σ = ${said(noise.sigma)}`,
    `τ = ${said(noise.tau)}`,
    `ρ = ${said(noise.rho)}`,
  ];
}

/** A number, or all numbers of a list. */
function said(value: number | readonly number[]): string {
  return typeof value === 'number'
    ? number(value)
    : `(${value.map((one) => number(one)).join(', ')})`;
}

/** Own fields of a loss, but for slopes and numbers of coordinates that are said otherwise. */
function ownParts({ loss }: Spec): string[] {
  const { fields } = lossText(loss);
  return Object.entries(loss).flatMap(([name, value]) => {
    if (!Object.hasOwn(fields, name) || name === 'a' || name === 'depth') return [];
    const shown = said(Array.isArray(value) ? value : Number(value));
    return [`${fields[name].symbol} = ${shown}`];
  });
}

function scheduleParts(spec: Spec): string[] {
  if (isSteady(spec)) return [];
  if (shrinksInverse(spec)) return ['annealed as 1/n'];
  const { name, fields } = scheduleText(spec.optimizer);
  const own = Object.entries(fields).map(
    ([field, { symbol }]) => `${symbol} = ${number(numberOf(spec.optimizer, field)!)}`,
  );
  return [`${name} of the learning rate`, ...own];
}

/** How a caption says the own fields of a method; a field that is not here is its symbol. */
const PHRASES: Record<string, (value: number) => string> = {
  perturbation: (size) => `kicks of ${number(size)}`,
  epochLength: (steps) => `a landmark every ${whole(steps)} steps`,
};

function optimizerParts(spec: Spec): string[] {
  const { kind } = spec.optimizer;
  const { name, fields } = optimizerText(spec.optimizer);
  if (!seesNoise(spec)) return [`${name} without noise`];
  const own = Object.entries(spec.optimizer).flatMap(([field, value]) => {
    if (!Object.hasOwn(fields, field) || typeof value !== 'number') return [];
    return [PHRASES[field]?.(value) ?? `${fields[field].symbol} = ${number(value)}`];
  });
  return [kind === DEFAULT_KINDS.optimizer ? '' : name, ...own];
}
