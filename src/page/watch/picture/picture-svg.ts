import { baseline, linesAcross, ticksBelow } from '../../shared/axis';
import { type Area, curvePieces, pathData } from '../../shared/curve';
import { cssColor } from '../../shared/dom';
import { number, whole } from '../../shared/format';
import { escapeXml, markText } from '../../shared/marks';
import { histogramScale, shareHeight, shareTicks } from '../../shared/scales';
import { engineSummary } from '../../shared/summary';
import type { Mark } from '../../shared/svg';
import { axisTitle } from '../density-plot';
import type { PictureOptions } from '../picture';
import { AGREEMENT_WORDS, hasAtoms, inSymbols } from '../reading';
import { specSummary } from '../spec-summary';
import { verdictWords } from '../verdict';

const WIDTH = 960;
const HEIGHT = 540;
const AREA: Area = { left: 64, top: 96, width: 880, height: 340 };

const FONT = 'font-family="system-ui,sans-serif" font-size="13"';

/** Presentation attributes by class, in the colours of the page now: a file has no style sheet. */
function looks(limit: boolean): Record<string, string> {
  const [ink, soft, line, edge] = ['--ink', '--soft', '--line', '--field-line'].map(cssColor);
  const dashes = limit ? 'stroke-dasharray="1 5" stroke-linecap="round"' : 'stroke-dasharray="7 4"';
  return {
    text: `${FONT} fill="${soft}"`,
    'axis-label': `${FONT} fill="${soft}"`,
    said: `${FONT} fill="${ink}"`,
    word: 'font-family="system-ui,sans-serif" font-size="40" font-weight="800"',
    grid: `stroke="${line}"`,
    axis: `stroke="${edge}" fill="none"`,
    tick: `stroke="${edge}"`,
    bars: `fill="${cssColor('--bars')}"`,
    curve: `fill="none" stroke="${cssColor('--curve')}" stroke-width="2.25" ${dashes}`,
  };
}

/** The plot as an SVG file: bars, theory, axes, verdict, and the link to its run. */
export function pictureSvg({ reading, scale, engine, link, theory }: PictureOptions): string {
  const { spec, sample, expected } = reading;
  const { left, top, width, height } = AREA;
  const ended = sample.counts.step >= spec.time.steps;
  const verdict = verdictWords(spec, reading.theory, ended ? reading.escaped.share : null);
  const say = (x: number, y: number, text: string, more: Record<string, string> = {}): Mark => ({
    name: 'text',
    attributes: { x, y, ...more },
    text,
  });
  const law = inSymbols(reading.theory.law?.title ?? '');
  const marks: Mark[] = [
    { name: 'rect', attributes: { width: WIDTH, height: HEIGHT, fill: cssColor('--paper') } },
    say(24, 48, verdict.word, { class: 'word', fill: cssColor(`--${verdict.tone}`) }),
    say(24, 72, `${specSummary(spec)}; t = ${number(reading.time, 4)}`),
    ...linesAcross(shareTicks(scale), AREA),
    { name: 'path', attributes: { class: 'bars', d: barsPath(reading, scale) } },
    ...(expected && theory
      ? [
          {
            name: 'path' as const,
            attributes: {
              class: 'curve',
              d: pathData(curvePieces(expected.bins, scale, AREA, hasAtoms(reading.theory))),
            },
          },
        ]
      : []),
    ...ticksBelow(histogramScale(spec.histogram).ticks(width), AREA, 24),
    baseline(AREA),
    say(left, top - 8, 'share of particles in each bin'),
    say(left + width / 2, top + height + 44, axisTitle(spec), { 'text-anchor': 'middle' }),
    say(left + width, top + 14, `bars: simulation, ${whole(sample.particles)} particles`, {
      class: 'said',
      'text-anchor': 'end',
    }),
    ...(expected && theory
      ? [
          say(left + width, top + 32, `dashed: theory, ${law}`, {
            class: 'said',
            'text-anchor': 'end',
          }),
        ]
      : []),
    say(
      24,
      HEIGHT - 32,
      `${AGREEMENT_WORDS[reading.agreement]} ${reading.takeaway}`.slice(0, 140),
      {
        class: 'said',
      },
    ),
    say(24, HEIGHT - 12, `Saddlescape ${engine.version}, ${engineSummary(engine)}`),
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img">`,
    `<title>${escapeXml(`${verdict.word}: ${specSummary(spec)}`)}</title>`,
    `<desc>${escapeXml([verdict.why, verdict.horizon, reading.takeaway].filter(Boolean).join(' '))}</desc>`,
    `<metadata><permalink xmlns="urn:saddlescape">${escapeXml(link)}</permalink></metadata>`,
    ...marks.map((mark) => markText(mark, looks(reading.theory.lawBasis === 'limit'))),
    '</svg>\n',
  ].join('\n');
}

function barsPath({ sample }: PictureOptions['reading'], scale: PictureOptions['scale']): string {
  const { left, top, width, height } = AREA;
  const { counts } = sample.counts;
  const bottom = top + height;
  const line = [left, bottom];
  counts.forEach((count, bin) => {
    const y = top + (1 - shareHeight(scale, count / sample.particles)) * height;
    line.push(
      left + (bin / counts.length) * width,
      y,
      left + ((bin + 1) / counts.length) * width,
      y,
    );
  });
  line.push(left + width, bottom);
  return `${pathData([line])}Z`;
}
