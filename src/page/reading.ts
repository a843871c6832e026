import { type Distance, distanceToLaw } from '../experiment/distance';
import { wilsonInterval } from '../experiment/interval';
import { histogramEdges } from '../spec/histogram-edges';
import type { Spec } from '../spec/spec';
import { binProbabilities, type Theory, theoryOf } from '../theory/law';
import { number, percent } from './format';
import type { Sample } from './live-protocol';

export type Agreement = 'agrees' | 'differs' | 'settling' | 'none';

/** Everything the page says about one sample: computed once, shown by verdict, plot, numbers, table and exports. */
export interface Reading {
  spec: Spec;
  sample: Sample;
  /** steps * dt. */
  time: number;
  theory: Theory;
  /** What the law puts below, into each bin, and above; null where no law applies. */
  expected: { below: number; bins: ArrayLike<number>; above: number } | null;
  distance: Distance | null;
  agreement: Agreement;
  /** One sentence: do bars and curve agree, and if not, why. */
  takeaway: string;
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
    for (let bin = 0; bin < expected.bins.length; bin++) highest = Math.max(highest, expected.bins[bin]);
  return highest;
}

/** Computes readings; keeps the expected shares of a law that does not change from sample to sample. */
export class Reader {
  private key = '';
  private expected: Reading['expected'] = null;

  read(spec: Spec, sample: Sample): Reading {
    const { counts, particles } = sample;
    const theory = theoryOf(spec, counts.step);
    const expected = this.expectedOf(spec, theory);
    const distance = expected ? distanceToLaw(counts, expected, particles) : null;
    const agreement = agreementOf(theory, distance);
    return {
      spec,
      sample,
      time: counts.step * spec.time.dt,
      theory,
      expected,
      distance,
      agreement,
      takeaway: takeawayOf(spec, theory, distance, agreement),
      escaped: { share: counts.escaped / particles, ...wilsonInterval(counts.escaped, particles) },
    };
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

function agreementOf(theory: Theory, distance: Distance | null): Agreement {
  if (!theory.law || !distance) return 'none';
  if (distance.ks <= distance.band) return 'agrees';
  return theory.settled === false ? 'settling' : 'differs';
}

/** What stands in bold before the sentence. */
export const AGREEMENT_WORDS: Record<Agreement, string> = {
  agrees: 'Bars and curve agree.',
  differs: 'Bars and curve differ.',
  settling: 'Not settled yet.',
  none: 'No curve to draw.',
};

/** The theory writes its reasons in ASCII. */
export function inSymbols(text: string): string {
  return text
    .replaceAll('>=', '≥')
    .replaceAll('sigma^2', 'σ²')
    .replaceAll('sigma', 'σ')
    .replace(/\b([wx])(\d)\b/g, (_, name, digit) => `${name}${'₀₁₂₃₄₅₆₇₈₉'[digit]}`);
}

function takeawayOf(spec: Spec, theory: Theory, distance: Distance | null, agreement: Agreement): string {
  if (agreement === 'none') return inSymbols(theory.reason ?? '');
  const { ks, band } = distance!;
  const measured = `Kolmogorov–Smirnov distance ${number(ks, 2)}`;
  if (agreement === 'agrees') return `${measured}; chance alone gives up to ${number(band, 2)}.`;
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
  const { law, dtBias } = theory;
  if (law && !law.exact && law.kind === 'transient')
    return 'The curve is the limit of many steps, and these are too few to be on it exactly.';
  if (law && !law.exact) {
    const bias =
      dtBias !== null && Number.isFinite(dtBias) && Math.abs(dtBias) >= 5e-4
        ? `; they change the growth rate by ${percent(Math.abs(dtBias))}`
        : '';
    return `The curve is the law for dt → 0, the steps have dt = ${number(spec.time.dt)}${bias}.`;
  }
  return 'The law is exact here, so this should not be: please report it with the link.';
}
