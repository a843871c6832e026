import { DEFAULT_KINDS } from '../models/registry';
import { isShaken, slopesOf } from '../spec/spec';
import { binProbabilities, theoryOf } from '../theory/theory';
import { canonicalJson, numberText } from './canonical';
import { bibtexOf } from './citation';
import { fittedSurvival } from './escape-statistics';
import type { History } from './history';
import { NORMAL_975 } from './interval';
import type { RunResult } from './result';

/**
 * The result document as a file, with the BibTeX that cites it: sorted keys, so that equal results
 * have equal bytes.
 */
export function resultToJson(result: RunResult): string {
  return `${canonicalJson({ ...result, citation: bibtexOf(result) }, 2)}\n`;
}

/**
 * The histogram as a table, one row a bin, with a row each for what lies below and above.
 *
 * Columns: bin, low, high (bin holds low <= x < high; |x| on the log-abs axis), count, share,
 * theory (probability under the law), residual ((count - expected) in standard errors, sqrt(n p (1
 * - p))). The last two are empty where no law applies.
 */
export function histogramToCsv(result: RunResult): string {
  const { edges, counts, below, above } = result.histogram;
  const { law } = theoryOf(result.spec, result.steps);
  const expected = law
    ? binProbabilities(law, Float32Array.from(edges), result.spec.histogram.axis)
    : null;
  const lowest = result.spec.histogram.axis === 'log-abs' ? '0' : '-Infinity';
  const row = (
    name: string,
    low: number | string,
    high: number | string,
    count: number,
    p?: number,
  ) =>
    [
      name,
      low,
      high,
      count,
      count / result.particles,
      p ?? '',
      residual(count, p, result.particles),
    ]
      .map((value) => (typeof value === 'number' ? numberText(value) : value))
      .join(',');
  const lines = [
    'bin,low,high,count,share,theory,residual',
    row('below', lowest, edges[0], below, expected?.below),
    ...counts.map((count, i) => row(String(i), edges[i], edges[i + 1], count, expected?.bins[i])),
    row('above', edges[edges.length - 1], 'Infinity', above, expected?.above),
  ];
  return `${lines.join('\n')}\n`;
}

function residual(count: number, p: number | undefined, n: number): number | '' {
  if (p === undefined || !(p > 0 && p < 1)) return '';
  return (count - n * p) / Math.sqrt(n * p * (1 - p));
}

const COLUMNS = ['quantity', 'at', 'value', 'low', 'high', 'coordinate', 'side'];

/**
 * When and where particles left, as a table, one row an estimate.
 *
 * Columns: quantity, at, value, low, high, coordinate, side. Quantities: `quantile` (at a
 * probability; steps), `restricted-mean` (at the last step; value +- 1.96 standard errors),
 * `survival` (at a step; share), `exponential` (at a step after that of the fit; share under the
 * fit, with those of the ends of its rate), `rate` (at the step that the fit begins after; per
 * step) and `exit` (at the last step; share of those that left by a side of a coordinate, which
 * only these rows have). A field is empty where the number does not exist or is beyond the last
 * step.
 */
export function escapesToCsv({ escape: found, steps, particles }: RunResult): string {
  const { quantiles, restrictedMean, survival, tail } = found.times;
  const { value, standardError } = restrictedMean;
  const margin = standardError === null ? null : NORMAL_975 * standardError;
  const rows: (string | number | null)[][] = [
    ...Object.entries(quantiles).map(([p, { step, low, high }]) => [
      'quantile',
      p,
      step,
      low,
      high,
    ]),
    [
      'restricted-mean',
      steps,
      value,
      margin === null ? null : value - margin,
      margin === null ? null : value + margin,
    ],
    ...survival.steps.map((step, i) => [
      'survival',
      step,
      survival.share[i],
      survival.low[i],
      survival.high[i],
    ]),
  ];
  if (tail) {
    const { from, rate, low, high } = tail;
    const share = (of: number | null, step: number) =>
      (tail.particles / particles) * fittedSurvival({ from, rate: of }, step);
    for (const step of survival.steps.filter((step) => step > from))
      rows.push(['exponential', step, share(rate, step), share(high, step), share(low, step)]);
    rows.push(['rate', from, rate, low, high]);
  }
  for (const { coordinate, side, share, low, high } of found.exits ?? [])
    rows.push(['exit', steps, share, low, high, coordinate, side]);
  const lines = rows.map((row) =>
    Array.from({ length: COLUMNS.length }, (_, i) => row[i])
      .map((field) => (typeof field === 'number' ? numberText(field) : (field ?? '')))
      .join(','),
  );
  return `${[COLUMNS.join(), ...lines].join('\n')}\n`;
}

/**
 * What a run recorded, as a table, one row a step.
 *
 * Columns: step, time (step times dt), mean, standardError, variance, one for each level such as
 * q0.5, escaped, share, low, high, meanLoss. A field is empty where the number does not exist.
 * @param dt  `time.dt` of the spec.
 */
export function historyToCsv(history: History, dt: number): string {
  const { steps, levels, quantiles } = history;
  const columns: [name: string, values: readonly (number | null)[]][] = [
    ['step', steps],
    ['time', steps.map((step) => step * dt)],
    ['mean', history.mean],
    ['standardError', history.standardError],
    ['variance', history.variance],
    ...levels.map((level, i) => [`q${numberText(level)}`, quantiles[i]] as [string, number[]]),
    ['escaped', history.escaped],
    ['share', history.share],
    ['low', history.low],
    ['high', history.high],
    ['meanLoss', history.meanLoss],
  ];
  const text = (value: number | null) => (value === null ? '' : numberText(value));
  const rows = steps.map((_, k) => columns.map(([, values]) => text(values[k])).join(','));
  return `${[columns.map(([name]) => name).join(','), ...rows].join('\n')}\n`;
}

/**
 * Name for an exported file that says what is in it, such as
 * `saddlescape-a1-sigma2-tau1-rho0-step10000-3f9a2c.csv`.
 *
 * @param extension  Without the dot.
 */
export function exportName(result: RunResult, extension: string): string {
  const { loss, noise, optimizer } = result.spec;
  const slopes = slopesOf(result.spec);
  const parts = [
    'saddlescape',
    ...(loss.kind === DEFAULT_KINDS.loss ? [] : [loss.kind]),
    ...(optimizer.kind === DEFAULT_KINDS.optimizer ? [] : [optimizer.kind]),
    ...(isShaken(result.spec)
      ? [`shake${noise.shake}`]
      : [
          `a${firstOf(slopes)}`,
          `sigma${firstOf(noise.sigma)}`,
          `tau${firstOf(noise.tau)}`,
          `rho${firstOf(noise.rho)}`,
        ]),
    `step${result.steps}`,
    ...(result.digest ? [result.digest.slice(0, 6)] : []),
  ];
  return `${parts.join('-').replace(/[^\w.-]/g, '')}.${extension}`;
}

/** A number, or the first of a list and how many more there are. */
function firstOf(given: number | readonly number[]): string {
  const [first, ...more] = [given].flat();
  return more.length > 0 ? `${first}-and-${more.length}-more` : String(first);
}
