import type { Tuning } from '../../engine/engine';
import type { AgreementCheck } from './agreement';
import { digits, wholeNumber } from './numbers';
import {
  type BenchPart,
  type BenchReport,
  CONTENDERS,
  type Contender,
  contenderName,
  type Measurement,
  type Row,
} from './report';
import type { Ratio, Spread } from './statistics';
import type { TuningProbe } from './tuning';

/** A piece of a report: sentences and a table, to be written as Markdown or shown on a page. */
export interface Section {
  id: string;
  heading: string;
  table: Table | null;
  sentences: string[];
}

export interface Table {
  head: string[];
  rows: string[][];
}

/** The report in pieces, in the order in which one reads them; what was not measured has none. */
export function sectionsOf(report: BenchReport): Section[] {
  return [
    ...single(report, 'headline'),
    ...single(report, 'experiment'),
    ...single(report, 'roofline'),
    ...section(report, 'curve', 'By the number of particles', curveSentences(report)),
    ...section(report, 'dispatches', 'Steps per dispatch, one dispatch at a time'),
    ...section(report, 'methods', 'Methods, noise laws, losses'),
    ...section(report, 'replicas', 'The escape kernel of the maps'),
    ...costsSection(report),
    ...agreementSection(report),
  ];
}

/** Where and how it was measured: a line each. */
export function circumstancesOf({
  gpu,
  environment,
  protocol,
  complete,
  seconds,
  frames,
  tuning,
}: BenchReport): string[] {
  const { timerResolutionMilliseconds, tabVisible } = environment;
  const tab =
    tabVisible === null
      ? ''
      : `; tab ${tabVisible ? 'in sight all the time' : 'hidden for a time'}`;
  return [
    `Adapter: ${gpu ? `${gpu.adapter}${gpu.fallback ? ' (a software adapter)' : ''}` : 'none'}`,
    ...(tuning ? [`Layout: ${tuningWords(tuning)}`] : []),
    environment.browser === null ? `Node ${environment.node}` : `Browser: ${environment.browser}`,
    `System: ${environment.os}; ${environment.cores} logical processors; ${environment.date}`,
    `Clock: steps of ${digits(timerResolutionMilliseconds)} ms${tab}`,
    `Method: ${protocol.samples} samples of at least ${protocol.sampleMilliseconds} ms each, after ${protocol.warmUpMilliseconds} ms of warm-up; contenders in turn, in shuffled order; medians and quartiles; 95 % interval of the ratio by the bootstrap over rounds`,
    ...(frames
      ? [
          `The page while it ran: ${digits(frames.p50)} ms between frames in the median, ${digits(frames.p95)} ms at the 95th percentile, ${digits(frames.p99)} ms at the 99th`,
        ]
      : []),
    `${complete ? 'Complete' : 'Stopped early'}, ${Math.round(seconds)} s`,
  ];
}

/** What was taken, and of what: the first in full, of the others what differs. */
function tuningWords({ tuning, candidates }: TuningProbe): string {
  if (candidates.length === 0) return `${layoutWords(tuning)}, as probed before`;
  const first = layoutParts(candidates[0].tuning);
  const tried = candidates.map((one, i) => {
    const parts = layoutParts(one.tuning);
    const words = i === 0 ? parts : parts.filter((part) => !first.includes(part));
    return `${words.join(', ')}: ${rateWords(one.particleStepsPerSecond)}`;
  });
  return `${layoutWords(tuning)}; of ${tried.join('; ')} M particle-steps/s`;
}

export function layoutWords(tuning: Tuning): string {
  return layoutParts(tuning).join(', ');
}

function layoutParts({ workgroupSize, shift, lanes }: Tuning): string[] {
  const particles = lanes > 1 ? `${lanes} particles` : 'one particle';
  return [`workgroups of ${workgroupSize}`, `shift ${shift}`, `${particles} an invocation`];
}

/** The one sentence: the ratio, or why there is none. */
export function headlineOf({ headline, refusals }: BenchReport): string {
  if (!headline) return `No headline. ${refusals.join(' ')}`;
  return `The GPU is ${ratioWords(headline)} times as fast as ${CONTENDERS[headline.cpu]}, the fastest path of this CPU, at ${wholeNumber(headline.particles)} particles.`;
}

/** "12.3 (11.9 to 12.8)". */
export function ratioWords({ ratio, low, high }: Ratio): string {
  return `${digits(ratio)} (${digits(low)} to ${digits(high)})`;
}

/** Million particle-steps per second. */
export function rateWords(particleStepsPerSecond: number): string {
  return digits(particleStepsPerSecond / 1e6);
}

function single(report: BenchReport, part: BenchPart): Section[] {
  return report.measurements
    .filter((one) => one.part === part)
    .map((one) => ({
      id: part,
      heading: `${one.title}, ${wholeNumber(one.particles)} particles`,
      table: rowsTable(one, report),
      sentences: one.notes,
    }));
}

function rowsTable({ rows, ratio }: Measurement, report: BenchReport): Table {
  return {
    head: ['Contender', 'M particle-steps/s', 'Quartiles', 'Drift', 'Speed-up of the first'],
    rows: rows.map((row, i) => [
      contenderName(row.contender, report),
      ...speedCells(row),
      `${row.drift >= 0 ? '+' : ''}${digits(100 * row.drift)} %`,
      i === 1 && ratio
        ? ratioWords(ratio)
        : i > 0
          ? digits(rows[0].particleStepsPerSecond.median / row.particleStepsPerSecond.median)
          : '',
    ]),
  };
}

function section(
  report: BenchReport,
  part: BenchPart,
  heading: string,
  sentences: string[] = [],
): Section[] {
  const all = report.measurements.filter((one) => one.part === part);
  if (all.length === 0) return [];
  const contenders = [
    ...new Set(all.flatMap(({ rows }) => rows.map(({ contender }) => contender))),
  ];
  const compared = contenders.length > 1;
  return [
    {
      id: part,
      heading,
      table: {
        head: [
          part === 'curve' ? 'Particles' : 'Workload',
          ...contenders.flatMap((contender) => [
            `${contenderName(contender, report)}, M particle-steps/s`,
            'Quartiles',
          ]),
          ...(compared ? ['Ratio, 95 % interval'] : []),
        ],
        rows: all.map((one) => [
          part === 'curve' ? wholeNumber(one.particles) : one.title,
          ...contenders.flatMap((contender) => {
            const row = one.rows.find((candidate) => candidate.contender === contender);
            return row ? speedCells(row) : ['none', ''];
          }),
          ...(compared ? [one.ratio ? ratioWords(one.ratio) : ''] : []),
        ]),
      },
      sentences: [
        ...sentences,
        ...all.flatMap(({ title, notes }) => notes.map((note) => `${title}: ${note}`)),
      ],
    },
  ];
}

function curveSentences({ overtakes, linearity, gpu }: BenchReport): string[] {
  const sentences: string[] = [];
  if (overtakes !== null)
    sentences.push(
      `The ${gpu?.fallback ? 'software ' : ''}GPU overtakes at about ${wholeNumber(overtakes)} particles.`,
    );
  if (linearity)
    sentences.push(
      `From ${wholeNumber(linearity.from)} to ${wholeNumber(linearity.to)} particles a particle-step costs the same within ${digits(100 * linearity.largestDeviation)} %.`,
    );
  return sentences;
}

function costsSection({ costs, protocol, bytesPerParticle }: BenchReport): Section[] {
  if (!costs) return [];
  const rows: [string, Spread][] = [
    ['Compiling shaders and pipelines', costs.compileMilliseconds],
    ['Creating a population at its start', costs.uploadMilliseconds],
    ['Counting the histogram and reading it', costs.countMilliseconds],
    ['Reading all positions back', costs.readBackMilliseconds],
  ];
  return [
    {
      id: 'costs',
      heading: 'Costs outside the rates',
      table: {
        head: ['Cost', 'Median, ms', 'Quartiles'],
        rows: rows.map(([name, { median, lowerQuartile, upperQuartile }]) => [
          name,
          digits(median),
          `${digits(lowerQuartile)} to ${digits(upperQuartile)}`,
        ]),
      },
      sentences: [
        `For ${wholeNumber(protocol.particles)} particles of one coordinate, ${bytesPerParticle} bytes each on the device.`,
      ],
    },
  ];
}

/**
 * Of the headline a row for each check, of all else one a workload: the worst of all contenders.
 */
function agreementSection({ agreement }: BenchReport): Section[] {
  if (agreement.length === 0) return [];
  const rows = new Map<
    string,
    { workload: string; contenders: Set<Contender>; worst: AgreementCheck }
  >();
  for (const { part, contender, workload, checks } of agreement)
    for (const check of checks) {
      const key = part === 'headline' ? `${workload} ${check.what}` : workload;
      const row = rows.get(key) ?? { workload, contenders: new Set(), worst: check };
      row.contenders.add(contender);
      if (nearness(check) > nearness(row.worst)) row.worst = check;
      rows.set(key, row);
    }
  return [
    {
      id: 'agreement',
      heading: 'Agreement with the float64 reference, checked before timing',
      table: {
        head: ['Workload', 'Contenders', 'Worst check', 'Found', 'At most', ''],
        rows: [...rows.values()].map(({ workload, contenders, worst }) => [
          workload,
          String(contenders.size),
          worst.what,
          digits(worst.found),
          digits(worst.most),
          worst.agrees ? 'agrees' : 'DIFFERS',
        ]),
      },
      sentences: [],
    },
  ];
}

/** How near a check is to failing: above 1 it fails. */
function nearness({ found, most, agrees }: AgreementCheck): number {
  if (!agrees) return Number.POSITIVE_INFINITY;
  return most > 0 ? found / most : 0;
}

function speedCells({
  particleStepsPerSecond: { median, lowerQuartile, upperQuartile },
}: Row): string[] {
  return [rateWords(median), `${rateWords(lowerQuartile)} to ${rateWords(upperQuartile)}`];
}
