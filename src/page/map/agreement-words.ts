import { agreement, noiseGain } from '../../experiment/sweep/exact-agreement';
import { number, whole } from '../shared/format';
import { sideLetter } from '../shared/side-letter';
import type { MapData } from './map-data';

/**
 * What the counts say of themselves: how much the same noise gains, and how they agree with what is
 * exact. Empty where neither is known.
 */
export function agreementWords(data: MapData): string {
  return [gainSentence(data), ...data.sides.map((_, side) => exactSentence(data, side))]
    .filter(Boolean)
    .join(' ');
}

function gainSentence({ sides, sweep, tallies }: MapData): string {
  if (!sweep.sameNoise) return '';
  const gains = sides.flatMap((_, side) => {
    const gain = side > 0 ? noiseGain(tallies, side) : null;
    if (gain === null) return [];
    const name = `A − ${sideLetter(side)}`;
    return [
      Number.isFinite(gain)
        ? `${gain.toFixed(2)} times for ${name}`
        : `to nothing for ${name}, where every pair agrees`,
    ];
  });
  return gains.length > 0
    ? `The same noise makes standard errors smaller: ${gains.join(', ')}.`
    : '';
}

function exactSentence({ tallies, exact }: MapData, side: number): string {
  const found = agreement(tallies, exact[side], side);
  if (found.cells === 0) return '';
  return `${sideLetter(side)}: of ${whole(found.cells)} cells with an exact probability ${whole(found.outside)} lie outside their 99 % interval; ${number(found.expected, 2)} are expected, up to ${whole(found.most)} by chance. The largest |z| is ${found.largestZ.toFixed(1)}.`;
}
