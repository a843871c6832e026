import type { Distance } from '../../experiment/distance';
import { wilsonInterval } from '../../experiment/interval';
import { lawDistance } from '../../experiment/law-distance';
import type { Limit } from '../../spec/float32-limits';
import { histogramEdges } from '../../spec/histogram-edges';
import { type Spec, withParticles } from '../../spec/spec';
import { binProbabilities, type Theory, theoryOf } from '../../theory/theory';
import { exact, number, percent } from '../shared/format';
import type { Sample } from './live/live-protocol';

export type LawAgreement =
  | 'agrees'
  | 'edge'
  | 'differs'
  | 'settling'
  | 'unseen'
  | 'rounded'
  | 'lost'
  | 'none';

/**
 * Everything the page says about one sample: computed once, shown by verdict, plot, numbers, table
 * and exports.
 */
export interface Reading {
  spec: Spec;
  sample: Sample;
  /** steps * dt. */
  time: number;
  theory: Theory;
  /** What the law puts below, into each bin, and above; null where no law applies. */
  expected: { below: number; bins: ArrayLike<number>; above: number } | null;
  distance: Distance | null;
  agreement: LawAgreement;
  /** One sentence: do bars and curve agree, and if not, why. */
  takeaway: string;
  /**
   * Shares that are near the saddle and beyond the radius now, and that were beyond it at some
   * time.
   */
  near: number;
  beyond: number;
  /** Step by which half had been beyond the radius; null where that was not seen. */
  halfLeft: number | null;
  escaped: { share: number; low: number; high: number };
}

/** Whether the law sits on points, with empty bins between. */
export function hasAtoms({ law }: Theory): boolean {
  return law !== null && ['coin-tree', 'lattice', 'point-mass'].includes(law.name);
}

/** The highest bar, or the highest point of the curve where that is shown and higher. */
export function highestShare({ sample, expected }: Reading, withTheory: boolean): number {
  let highest = 0;
  for (const count of sample.counts.counts) highest = Math.max(highest, count / sample.particles);
  if (expected && withTheory)
    for (let bin = 0; bin < expected.bins.length; bin++)
      highest = Math.max(highest, expected.bins[bin]);
  return highest;
}

/**
 * Computes readings; keeps the expected shares of a law that does not change, and what was said of
 * a run so far.
 */
export class Reader {
  private key = '';
  private expected: Reading['expected'] = null;
  /** Of the reading before, in the same run. */
  private last: Reading | null = null;

  /** @param limitOf  What float32 rounds first of a run. */
  constructor(private readonly limitOf: (spec: Spec) => Limit | undefined) {}

  read(spec: Spec, sample: Sample): Reading {
    const { counts, particles } = sample;
    const theory = theoryOf(spec, counts.step);
    const expected = this.expectedOf(spec, theory);
    const { distance, reason: lost } =
      theory.law && expected
        ? lawDistance(
            withParticles(spec, particles),
            theory.law,
            counts,
            expected,
            histogramEdges(spec.histogram),
          )
        : { distance: null, reason: undefined };
    const last = this.last?.sample.run === sample.run ? this.last : null;
    const time = counts.step * spec.time.dt;
    const inSight = 1 - (counts.below + counts.above) / particles;
    const limit = this.limitOf(spec);
    const before = last?.agreement === 'rounded' ? 'differs' : last?.agreement;
    const seen = agreementOf(theory, distance, { inSight, time }, before);
    const rounded = limit && (seen === 'differs' || seen === 'edge');
    const agreement = lost ? 'lost' : rounded ? 'rounded' : seen;
    // A start beyond the radius is beyond it before the first step.
    const escaped = Math.max(counts.escaped, counts.beyond);
    const reading: Reading = {
      spec,
      sample,
      time,
      theory,
      expected,
      distance,
      agreement,
      takeaway: lost ?? takeawayOf(spec, theory, distance, agreement, limit),
      near: (particles - counts.beyond - counts.nonFinite) / particles,
      beyond: counts.beyond / particles,
      halfLeft: halfLeftOf(last, counts.step, escaped / particles),
      escaped: { share: escaped / particles, ...wilsonInterval(escaped, particles) },
    };
    this.last = reading;
    return reading;
  }

  private expectedOf(spec: Spec, { law }: Theory): Reading['expected'] {
    if (!law) return null;
    const key = JSON.stringify([law.name, law.parameters, spec.histogram]);
    if (key !== this.key) {
      this.expected = binProbabilities(law, histogramEdges(spec.histogram), spec.histogram.axis);
      this.key = key;
    }
    return this.expected;
  }
}

/**
 * Between two readings that are near each other: a run that is only looked at in the end has no
 * such step.
 */
function halfLeftOf(last: Reading | null, step: number, share: number): number | null {
  if (!last || last.sample.counts.step > step) return null;
  if (last.halfLeft !== null) return last.halfLeft;
  const before = last.escaped.share;
  if (before >= 0.5 || share < 0.5 || share - before > 0.25) return null;
  const from = last.sample.counts.step;
  return Math.round(from + ((step - from) * (0.5 - before)) / (share - before));
}

/** Less of the particles than this in the picture shows nothing. */
const IN_SIGHT = 0.05;

/**
 * Numbers of a live run tremble, and a word must not tremble with them: it changes only where the
 * distance is well inside of the band or well outside, and in between it claims neither. "agrees"
 * is never said above the band, and "differs" never below.
 */
export function agreementOf(
  theory: Pick<Theory, 'law' | 'settled' | 'relaxationTime'>,
  distance: Distance | null,
  { inSight, time }: { inSight: number; time: number },
  last?: LawAgreement,
): LawAgreement {
  if (!theory.law || !distance) return 'none';
  if (inSight < (last === 'unseen' ? 1.2 * IN_SIGHT : IN_SIGHT)) return 'unseen';
  const ratio = distance.ks / distance.band;
  const agrees = ratio <= (last === undefined || last === 'agrees' ? 1 : 0.75);
  const called = last === 'agrees' || last === 'edge';
  if (theory.settled === false && !called) {
    // Chance brings them together early: what is left of the start has to be far less than chance
    // is.
    const left = Math.exp(-time / (theory.relaxationTime ?? Number.POSITIVE_INFINITY));
    if (!agrees || left > distance.band / 20) return 'settling';
  }
  if (agrees) return 'agrees';
  if (ratio > (last === 'differs' ? 1 : 1.4))
    return theory.settled === false ? 'settling' : 'differs';
  return 'edge';
}

/** What stands in bold before the sentence. */
export const AGREEMENT_WORDS: Record<LawAgreement, string> = {
  agrees: 'Bars and curve agree.',
  edge: 'Too close to call.',
  differs: 'Bars and curve differ.',
  settling: 'Not settled yet.',
  rounded: 'Rounding shows.',
  lost: 'Particles are lost.',
  unseen: 'Hardly any particles in view.',
  none: 'No curve to draw.',
};

/** The theory writes its reasons and names in ASCII. */
export function inSymbols(text: string): string {
  return text
    .replaceAll('>=', '≥')
    .replaceAll('sigma^2', 'σ²')
    .replaceAll('sigma', 'σ')
    .replace(/\d(\.\d+)?e[+-]?\d+/g, (written) => exact(Number(written)))
    .replace(/\b([wx])(\d)\b/g, (_, name, digit) => `${name}${'₀₁₂₃₄₅₆₇₈₉'[digit]}`);
}

function takeawayOf(
  spec: Spec,
  theory: Theory,
  distance: Distance | null,
  agreement: LawAgreement,
  limit?: Limit,
): string {
  if (agreement === 'none') return inSymbols(theory.reason ?? '');
  const { ks, band } = distance!;
  const measured = `Kolmogorov–Smirnov distance ${number(ks, 2)}`;
  const chance = `${measured}; chance alone gives up to ${number(band, 2)}.`;
  if (agreement === 'agrees') return chance;
  if (agreement === 'rounded') return `${limit!.sentence} ${chance}`;
  if (agreement === 'edge')
    return `Bars and curve differ by about as much as chance allows. ${chance}`;
  if (agreement === 'unseen')
    return `Under ${percent(IN_SIGHT, 0)} of the particles are in the picture: widen its range to compare them with the law.`;
  if (agreement === 'settling') {
    const { relaxationTime } = theory;
    const when =
      relaxationTime !== null
        ? `it takes several times ${number(relaxationTime, 2)} units of time`
        : 'it takes long near the threshold';
    return `The curve is where the ensemble is heading; ${when}. ${measured}.`;
  }
  return `${measured}, chance alone gives up to ${number(band, 2)}. ${whyDifferent(spec, theory)}`;
}

function whyDifferent(spec: Spec, theory: Theory): string {
  const { law, dtBias, lawError } = theory;
  if (law?.bounded)
    return `The curve is within ${number(lawError ?? 0, 1)} of the law of these steps: what is beyond that is a bug, please report it with the link.`;
  if (law && !law.exact && law.kind === 'transient')
    return 'The curve is the limit of many steps, and these are too few to be on it exactly.';
  if (law && !law.exact) {
    const bias =
      dtBias !== null && Number.isFinite(dtBias) && Math.abs(dtBias) >= 5e-4
        ? `; they change the growth rate by ${percent(Math.abs(dtBias))}`
        : '';
    return `The curve is the law for dt → 0, the steps have dt = ${number(spec.time.dt)}${bias}.`;
  }
  return 'The law is exact here, so this is a bug: please report it with the link.';
}
