import { lossText, noiseText, optimizerText, scheduleText } from '../../models/registry';
import { numericPaths, pathText, readNumber } from '../../spec/field-path';
import type { Spec } from '../../spec/spec';
import { number } from '../shared/format';
import { capital } from '../shared/names';
import { sideLetter } from '../shared/side-letter';
import { fieldSymbol } from './field-names';

/** Differences that are named. */
const MOST_NAMED = 2;

/**
 * What a side is called: its method, and what tells it from side A. Side A says its own numbers
 * where there is one other side that has different ones.
 */
export function sideName(sides: readonly Spec[], side: number): string {
  const spec = sides[side];
  const other = side > 0 ? sides[0] : sides.length === 2 ? sides[1] : spec;
  const differing = numericPaths(spec).filter((path) => {
    const theirs = readNumber(other, path);
    return theirs !== undefined && theirs !== readNumber(spec, path);
  });
  const named = differing
    .slice(0, MOST_NAMED)
    .map((path) => `${fieldSymbol(pathText(path))} = ${number(readNumber(spec, path)!)}`);
  const kinds = [
    ...(other.noise.law !== spec.noise.law ? [noiseText(spec.noise).name] : []),
    ...(other.loss.kind !== spec.loss.kind ? [lossText(spec.loss).name] : []),
  ];
  return [methodName(spec), ...kinds, ...named].join(', ');
}

/** All sides of a map: "A SGD · B SVRG". */
export function sidesTitle(sides: readonly Spec[]): string {
  return sides
    .map((_, side) => `${sides.length > 1 ? `${sideLetter(side)} ` : ''}${sideName(sides, side)}`)
    .join(' · ');
}

function methodName({ optimizer }: Spec): string {
  const schedule = scheduleText(optimizer).name;
  const name = capital(optimizerText(optimizer).name);
  return schedule ? `${name}, ${schedule}` : name;
}
