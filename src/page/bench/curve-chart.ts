import {
  type BenchReport,
  type Contender,
  contenderName,
  type Measurement,
} from '../../experiment/bench/report';
import { rateWords } from '../../experiment/bench/sections';
import { linesAcross, ticksBelow } from '../shared/axis';
import { whole } from '../shared/format';
import { ticksAt } from '../shared/scales';
import { drawn, svg } from '../shared/svg';

const HEIGHT = 300;
const MARGIN = { top: 30, right: 32, bottom: 42, left: 58 };
const LEAST_WIDTH = 280;

/**
 * Speed over the number of particles, both axes logarithmic: a line a contender, whiskers for the
 * quartiles, and where the GPU overtakes. Points of the GPU are discs and those of the CPU squares,
 * so that colour is not all that tells them apart.
 */
export function curveChart(report: BenchReport, width: number): SVGSVGElement | null {
  const curve = report.measurements.filter(({ part, rows }) => part === 'curve' && rows.length > 0);
  if (curve.length < 2) return null;
  const across = Math.max(LEAST_WIDTH, width);
  const spreads = curve.flatMap(({ rows }) => rows.map((row) => row.particleStepsPerSecond));
  const low =
    10 ** Math.floor(Math.log10(Math.min(...spreads.map(({ lowerQuartile }) => lowerQuartile))));
  const high =
    10 ** Math.ceil(Math.log10(Math.max(...spreads.map(({ upperQuartile }) => upperQuartile))));
  const [first, last] = [curve[0].particles, curve[curve.length - 1].particles];
  const x = (particles: number) =>
    MARGIN.left +
    ((across - MARGIN.left - MARGIN.right) * Math.log(particles / first)) / Math.log(last / first);
  const y = (rate: number) =>
    HEIGHT -
    MARGIN.bottom -
    ((HEIGHT - MARGIN.top - MARGIN.bottom) * Math.log(rate / low)) / Math.log(high / low);

  const picture = svg('svg', {
    viewBox: `0 0 ${across} ${HEIGHT}`,
    width: across,
    height: HEIGHT,
    role: 'img',
    'aria-label': describe(report, curve),
  });
  const area = {
    left: MARGIN.left,
    top: MARGIN.top,
    width: across - MARGIN.left - MARGIN.right,
    height: HEIGHT - MARGIN.top - MARGIN.bottom,
  };
  const decades = Array.from(
    { length: Math.round(Math.log10(high / low)) + 1 },
    (_, k) => low * 10 ** k,
  );
  const rates = ticksAt(decades, (rate) => Math.log(rate / low) / Math.log(high / low), rateWords);
  const sizes = ticksAt(
    curve.map(({ particles }) => particles),
    (particles) => Math.log(particles / first) / Math.log(last / first),
    whole,
  );
  picture.append(...drawn([...linesAcross(rates, area), ...ticksBelow(sizes, area, 17)]));
  picture.append(
    svg(
      'text',
      { class: 'axis', x: across - MARGIN.right, y: HEIGHT - 4, 'text-anchor': 'end' },
      'particles',
    ),
    svg('text', { class: 'axis', x: 4, y: 11 }, 'M particle-steps/s'),
  );
  if (report.overtakes !== null)
    picture.append(
      svg('path', {
        class: 'crossing',
        d: `M${x(report.overtakes)} ${MARGIN.top}V${HEIGHT - MARGIN.bottom}`,
      }),
      svg(
        'text',
        { x: x(report.overtakes), y: MARGIN.top - 6, 'text-anchor': 'middle' },
        `they cross at ${whole(report.overtakes)}`,
      ),
    );
  for (const contender of contendersOf(curve))
    picture.append(...line(contender, contenderName(contender, report), curve, x, y));
  return picture;
}

function line(
  contender: Contender,
  name: string,
  curve: readonly Measurement[],
  x: (particles: number) => number,
  y: (rate: number) => number,
): SVGElement[] {
  const points = curve.flatMap(({ particles, rows }) => {
    const row = rows.find((one) => one.contender === contender);
    return row ? [{ particles, ...row.particleStepsPerSecond }] : [];
  });
  const kind = contender === 'gpu' ? 'gpu' : 'cpu';
  const at = (value: number) => value.toFixed(1);
  const path = points
    .map(({ particles, median }) => `${at(x(particles))} ${at(y(median))}`)
    .join('L');
  const label = points[points.length - 1];
  return [
    svg('path', { class: `line ${kind}`, d: `M${path}` }),
    ...points.map(({ particles, lowerQuartile, upperQuartile }) =>
      svg('path', {
        class: `whisker ${kind}`,
        d: `M${at(x(particles))} ${at(y(lowerQuartile))}V${at(y(upperQuartile))}`,
      }),
    ),
    ...points.map(({ particles, median }) =>
      kind === 'gpu'
        ? svg('circle', { class: `point ${kind}`, cx: x(particles), cy: y(median), r: 4 })
        : svg('rect', {
            class: `point ${kind}`,
            x: x(particles) - 3.5,
            y: y(median) - 3.5,
            width: 7,
            height: 7,
          }),
    ),
    svg(
      'text',
      {
        class: `name ${kind}`,
        x: x(label.particles),
        y: y(label.median) - 10,
        'text-anchor': 'end',
      },
      name,
    ),
  ];
}

function contendersOf(curve: readonly Measurement[]): Contender[] {
  return [...new Set(curve.flatMap(({ rows }) => rows.map(({ contender }) => contender)))];
}

function describe(report: BenchReport, curve: readonly Measurement[]): string {
  const ends = contendersOf(curve).map((contender) => {
    const rates = curve.flatMap(({ rows }) =>
      rows
        .filter((row) => row.contender === contender)
        .map((row) => row.particleStepsPerSecond.median),
    );
    return `${contenderName(contender, report)} from ${rateWords(rates[0])} to ${rateWords(rates[rates.length - 1])}`;
  });
  const crossing =
    report.overtakes === null ? '' : ` They cross at about ${whole(report.overtakes)} particles.`;
  return `Million particle-steps per second from ${whole(curve[0].particles)} to ${whole(curve[curve.length - 1].particles)} particles: ${ends.join('; ')}.${crossing}`;
}
