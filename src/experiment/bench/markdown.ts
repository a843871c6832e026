import type { AgreementCheck } from './agreement';
import { type BenchReport, CONTENDERS, type Contender, type Measurement, type Row } from './report';
import type { Ratio, Spread } from './statistics';

/** A report as Markdown, to read in a terminal and to paste into an issue. */
export function toMarkdown(report: BenchReport): string {
  const { environment, gpu, protocol, measurements, costs } = report;
  const parts = [
    `# Saddlescape ${report.saddlescape}: GPU against CPU`,
    headlineOf(report),
    list([
      `Adapter: ${gpu ? `${gpu.adapter}${gpu.fallback ? ' (software adapter)' : ''}` : 'none'}`,
      environment.browser ? `Browser: ${environment.browser}` : `Node ${environment.node}`,
      `System: ${environment.os}, ${environment.cores} logical processors, ${environment.date}`,
      `Clock: steps of ${digits(environment.timerResolutionMilliseconds)} ms${environment.tabVisible === null ? '' : `; tab ${environment.tabVisible ? 'in sight all the time' : 'hidden for a time'}`}`,
      `Method: ${protocol.samples} samples of at least ${protocol.sampleMilliseconds} ms each, after ${protocol.warmUpMilliseconds} ms of warming up; contenders in turn, in shuffled order; medians and quartiles; 95 % interval of the ratio by the bootstrap over rounds`,
      `${report.complete ? 'Complete' : 'Stopped early'}, ${Math.round(report.seconds)} s`,
    ]),
    '## Agreement with the float64 reference, before anything is timed',
    agreementTable(report),
    ...measurements
      .filter(({ part }) => part === 'headline' || part === 'roofline')
      .flatMap((one) => [`## ${headingOf(one)}`, rowsTable(one), ...one.notes]),
    ...section(report, 'curve', 'By the number of particles', curveNotes(report)),
    ...section(report, 'dispatches', 'Steps a dispatch, waited for one by one'),
    ...section(report, 'methods', 'Methods, noise laws, losses'),
    ...section(report, 'replicas', 'The escape kernel'),
  ];
  if (costs)
    parts.push(
      '## What is not in the rates',
      table(
        ['Cost', 'Median, ms', 'Quartiles'],
        (
          [
            ['Compiling shaders and pipelines', costs.compileMilliseconds],
            ['Making a population and putting it at its start', costs.uploadMilliseconds],
            ['Counting the histogram and reading it', costs.countMilliseconds],
            ['Reading all positions back', costs.readBackMilliseconds],
          ] as [string, Spread][]
        ).map(([name, { median, lowerQuartile, upperQuartile }]) => [
          name,
          digits(median),
          `${digits(lowerQuartile)} to ${digits(upperQuartile)}`,
        ]),
      ),
      `For ${whole(protocol.particles)} particles of one coordinate, ${report.bytesPerParticle} bytes each on the device.`,
    );
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

/** The one sentence: the ratio, or why there is none. */
export function headlineOf(report: BenchReport): string {
  const { headline, refusals } = report;
  if (!headline) return [`**No headline.** ${refusals[0]}`, ...refusals.slice(1)].join(' ');
  return `**The GPU is ${ratioWords(headline)} times as fast as ${CONTENDERS[headline.cpu]}**, the fastest path of this CPU, at ${whole(headline.particles)} particles.`;
}

/** "12.3 (11.9 to 12.8)". */
export function ratioWords({ ratio, low, high }: Ratio): string {
  return `${digits(ratio)} (${digits(low)} to ${digits(high)})`;
}

/** Million particle-steps per second. */
export function rateWords(particleStepsPerSecond: number): string {
  return digits(particleStepsPerSecond / 1e6);
}

/** Of the headline a row for each check, of all else one a workload: the worst of all contenders. */
function agreementTable({ agreement }: BenchReport): string {
  const rows = new Map<string, { workload: string; contenders: Set<Contender>; worst: AgreementCheck }>();
  for (const { part, contender, workload, checks } of agreement)
    for (const check of checks) {
      const key = part === 'headline' ? `${workload} ${check.what}` : workload;
      const row = rows.get(key) ?? { workload, contenders: new Set(), worst: check };
      row.contenders.add(contender);
      if (nearness(check) > nearness(row.worst)) row.worst = check;
      rows.set(key, row);
    }
  return table(
    ['Workload', 'Contenders', 'Worst check', 'Found', 'At most', ''],
    [...rows.values()].map(({ workload, contenders, worst }) => [
      workload,
      String(contenders.size),
      worst.what,
      digits(worst.found),
      digits(worst.most),
      worst.agrees ? 'agrees' : 'DIFFERS',
    ]),
  );
}

/** How near a check is to failing: above 1 it fails. */
function nearness({ found, most, agrees }: AgreementCheck): number {
  if (!agrees) return Number.POSITIVE_INFINITY;
  return most > 0 ? found / most : 0;
}

function headingOf({ title, particles }: Measurement): string {
  return `${title}: ${whole(particles)} particles`;
}

function rowsTable({ rows, ratio }: Measurement): string {
  return table(
    ['Contender', 'M particle-steps/s', 'Quartiles', 'Drift', 'The first is so many times as fast'],
    rows.map((row, i) => [
      CONTENDERS[row.contender],
      ...speedCells(row),
      `${row.drift >= 0 ? '+' : ''}${digits(100 * row.drift)} %`,
      i === 1 && ratio ? ratioWords(ratio) : i > 1 ? digits(speedOf(rows[0]) / speedOf(row)) : '',
    ]),
  );
}

function section(
  report: BenchReport,
  part: Measurement['part'],
  heading: string,
  notes: string[] = [],
): string[] {
  const all = report.measurements.filter((one) => one.part === part);
  if (all.length === 0) return [];
  const contenders = [...new Set(all.flatMap(({ rows }) => rows.map(({ contender }) => contender)))];
  const first = part === 'curve' ? 'Particles' : 'Workload';
  return [
    `## ${heading}`,
    table(
      [
        first,
        ...contenders.flatMap((contender) => [`${CONTENDERS[contender]}, M particle-steps/s`, 'Quartiles']),
        ...(contenders.length > 1 ? ['Ratio, 95 % interval'] : []),
      ],
      all.map((one) => [
        part === 'curve' ? whole(one.particles) : one.title,
        ...contenders.flatMap((contender) => {
          const row = one.rows.find((candidate) => candidate.contender === contender);
          return row ? speedCells(row) : ['none', ''];
        }),
        ...(contenders.length > 1 ? [one.ratio ? ratioWords(one.ratio) : ''] : []),
      ]),
    ),
    ...notes,
    ...all.flatMap((one) => one.notes.map((note) => `${one.title}: ${note}`)),
  ];
}

function curveNotes({ overtakes, linearity }: BenchReport): string[] {
  const notes: string[] = [];
  if (overtakes !== null) notes.push(`The GPU overtakes at about ${whole(overtakes)} particles.`);
  if (linearity)
    notes.push(
      `From ${whole(linearity.from)} to ${whole(linearity.to)} particles a particle-step costs the same within ${digits(100 * linearity.largestDeviation)} %.`,
    );
  return notes;
}

function speedOf({ particleStepsPerSecond }: Row): number {
  return particleStepsPerSecond.median;
}

function speedCells({ particleStepsPerSecond: { median, lowerQuartile, upperQuartile } }: Row): string[] {
  return [rateWords(median), `${rateWords(lowerQuartile)} to ${rateWords(upperQuartile)}`];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

function whole(value: number): string {
  return value.toLocaleString('en');
}

/** Three significant digits. */
function digits(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString('en', { maximumSignificantDigits: 3 });
}
