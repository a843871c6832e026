import type { EscapeExit } from '../experiment/escape-exits';
import type { EscapeStatistics, StepEstimate } from '../experiment/escape-statistics';
import type { RunResult } from '../experiment/run';

/** Four digits of a number, as a spec would have it. */
const short = (value: number) => String(Number(value.toPrecision(4)));

/** When particles left, in a few sentences. */
export function escapesInWords({ escape: found, steps, particles }: RunResult): string {
  const { count, low, high, times, exits } = found;
  const left = `${count} of ${particles} particles escaped by step ${steps} (95 % interval of the probability: ${short(low)} to ${short(high)}).`;
  if (count === 0) return left;
  const { value, standardError } = times.restrictedMean;
  const mean = `mean up to step ${steps}: ${short(value)}${standardError === null ? '' : ` +- ${short(standardError)}`}`;
  return `${left} Median escape step: ${estimate(times.quantiles['0.5'], steps)}; ${mean}. ${tailInWords(times)}${exitsInWords(exits ?? [])}`;
}

function estimate({ step, low, high }: StepEstimate, steps: number): string {
  // Unknown from end to end: too few left.
  if (step === null && low === null) return `beyond ${steps}`;
  const ends = `${low ?? `beyond ${steps}`} to ${high ?? `beyond ${steps}`}`;
  return `${step ?? `beyond ${steps}`} (${ends})`;
}

/** Exits that are named; the result document has them all. */
const MOST_EXITS = 4;

/** The sides that most left by. */
function exitsInWords(exits: readonly EscapeExit[]): string {
  const several = new Set(exits.map(({ coordinate }) => coordinate)).size > 1;
  const named = [...exits].sort((one, other) => other.count - one.count).slice(0, MOST_EXITS);
  const sides = named.map(({ coordinate, side, count, share, low, high }) => {
    const place = several ? ` coordinate ${coordinate}` : '';
    return `${count} ${side}${place} (share ${short(share)}, ${short(low)} to ${short(high)})`;
  });
  if (sides.length === 0) return '';
  return ` They left: ${sides.join(', ')}${exits.length > MOST_EXITS ? ', ...' : ''}.`;
}

function tailInWords({ tail }: EscapeStatistics): string {
  if (!tail) return 'Too few escaped to fit their later half.';
  const { from, rate, low, high, ks, band } = tail;
  const number = (value: number | null) => (value === null ? 'infinite' : short(value));
  const rates = `rate ${number(rate)} per step (${number(low)} to ${number(high)})`;
  const fits = ks > band ? 'does not fit' : 'fits';
  return `After step ${from} an exponential law ${fits}: ${rates}, distance ${short(ks)}, band ${short(band)}.`;
}
