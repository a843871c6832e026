import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { wholeNumber } from '../../src/experiment/bench/numbers';
import type { BenchReport, Row } from '../../src/experiment/bench/report';

/** Where reports of the benchmark are kept: one file a device, browser or runtime, and version. */
export const RESULTS = 'bench/results';

/** The kept reports by their names, in the order of these. */
export function keptReports(root: string): [name: string, report: BenchReport][] {
  return readdirSync(join(root, RESULTS))
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => [name, JSON.parse(readFileSync(join(root, RESULTS, name), 'utf8'))]);
}

/**
 * Fills the marked place of a document, `<!-- bench:results -->` to `<!-- /bench -->`, with a row
 * for each report. The number of a software adapter stands in the column of the CPU, which computes
 * it.
 */
export function fillResults(text: string, reports: readonly [string, BenchReport][]): string {
  const rows = reports.map(([name, report]) => `${rowOf(name, report)}\n`).join('');
  const table = `\n| adapter | where | GPU | fastest path of the CPU | ratio | report |\n|---|---|---|---|---|---|\n${rows}\n`;
  return text.replace(
    /(<!-- bench:results -->\n)[\s\S]*?(<!-- \/bench -->)/g,
    (_, start: string, end: string) => `${start}${table}${end}`,
  );
}

function rowOf(name: string, report: BenchReport): string {
  const { environment, gpu, headline, measurements } = report;
  const rows = measurements.find(({ part }) => part === 'headline')?.rows ?? [];
  const own = rows.find(({ contender }) => contender === 'gpu');
  const cpu = rows.find(({ contender }) => contender !== 'gpu');
  const where = environment.browser
    ? browserName(environment.browser)
    : `Node ${environment.node?.replace(/^v/, '')}`;
  const cells = [
    gpu ? gpu.adapter + (gpu.fallback ? ' (software)' : '') : 'none',
    `${where}, ${environment.os}, ${environment.cores} threads, ${report.saddlescape}, ${environment.date.slice(0, 10)}`,
    gpu && !gpu.fallback ? speedOf(own) : 'not measured',
    [speedOf(cpu), ...(gpu?.fallback && own ? [`the software adapter ${speedOf(own)}`] : [])].join(
      '; ',
    ),
    headline
      ? `${headline.ratio.toFixed(1)} (${headline.low.toFixed(1)} to ${headline.high.toFixed(1)})`
      : 'none',
    `[JSON](../${RESULTS}/${name})`,
  ];
  return `| ${cells.join(' | ')} |`;
}

/** Million particle-steps a second, median and quartiles. */
function speedOf(row: Row | undefined): string {
  if (!row) return 'not measured';
  const { median, lowerQuartile, upperQuartile } = row.particleStepsPerSecond;
  const [middle, low, high] = [median, lowerQuartile, upperQuartile].map((speed) =>
    wholeNumber(Math.round(speed / 1e6)),
  );
  return `${middle} M/s (${low} to ${high})`;
}

/** Name and version out of what a browser calls itself. */
const browserName = (agent: string) =>
  /(?:Firefox|Edg|Chrome|Version)\/[\d.]+/.exec(agent)?.[0].replace('/', ' ') ?? agent;
