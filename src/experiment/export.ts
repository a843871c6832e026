import { isShaken, slopesOf } from '../spec/spec';
import { binProbabilities, theoryOf } from '../theory/theory';
import { canonicalJson, numberText } from './canonical';
import type { RunResult } from './result';

/** The result document as a file: sorted keys, so that equal results have equal bytes. */
export function resultToJson(result: RunResult): string {
  return `${canonicalJson(result, 2)}\n`;
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
    ...(loss.kind === 'saddle' ? [] : [loss.kind]),
    ...(optimizer.kind === 'sgd' ? [] : [optimizer.kind]),
    ...(isShaken(result.spec)
      ? [`shake${noise.shake}`]
      : [
          `a${slopes.length > 1 ? `${slopes[0]}-and-${slopes.length - 1}-more` : slopes[0]}`,
          `sigma${noise.sigma}`,
          `tau${noise.tau}`,
          `rho${noise.rho}`,
        ]),
    `step${result.steps}`,
    ...(result.digest ? [result.digest.slice(0, 6)] : []),
  ];
  return `${parts.join('-').replace(/[^\w.-]/g, '')}.${extension}`;
}
