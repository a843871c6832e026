import { baseline, linesAcross, ticksBelow } from '../../shared/axis';
import { type Area, pathData } from '../../shared/curve';
import { decade } from '../../shared/format';
import { nameHeights } from '../../shared/name-heights';
import { histogramScale, labelled, ticksAt } from '../../shared/scales';
import type { Mark } from '../../shared/svg';
import { NARROW, type Size } from '../figure';
import type { Side } from '../moment';

/** One bundle of paths. */
export interface Bundle {
  side: Side;
  /** Written at its right end. */
  name: string;
  /** Class of the paths and the name: grey for what is compared with. */
  role: 'plain' | 'way';
  /** ln |x| by theory after so many steps; null where no law says it. */
  law: ((step: number) => number) | null;
}

/** Decades of |x| that the picture has room for. */
const LOW = -12;
const HIGH = 8;
/** Paths that are drawn of each bundle. */
const PATHS = 9;
/** Corners of a path, and of the line of a law. */
const POINTS = 60;
const LINE = 18;

/**
 * |x| of some particles against the step, on a logarithmic axis, and the laws of ln |x| over them.
 * Classes: `strand plain`, `strand way`, `curve`, `curve-halo`, `name plain`, `name way`, `level`.
 * @param level  |x| that counts as having left, as a dashed line with its name.
 */
export function strandMarks(
  bundles: readonly Bundle[],
  size: Size,
  level: { at: number; name: string } | null = null,
): Mark[] {
  const narrow = size.width < NARROW;
  const left = narrow ? 44 : 54;
  const room = narrow ? 84 : 128;
  const area: Area = {
    left,
    top: 8,
    width: size.width - left - room,
    height: size.height - 8 - 44,
  };
  const steps = bundles[0]?.side.spec.time.steps ?? 1;
  const x = (step: number) => area.left + (step / steps) * area.width;
  const y = (logSize: number) => {
    return area.top + (1 - (logSize / Math.LN10 - LOW) / (HIGH - LOW)) * area.height;
  };
  const right = area.left + area.width;
  const feet = nameHeights(
    [...bundles.map((bundle) => y(endOf(bundle))), ...(level ? [y(Math.log(level.at))] : [])],
    { ...area, top: area.top + 4, height: area.height - 4 },
    LINE,
  );
  return [
    ...linesAcross(
      ticksAt([-12, -8, -4, 0, 4, 8], (power) => (power - LOW) / (HIGH - LOW), decadeLabel),
      area,
    ),
    ...ticksBelow(
      labelled(histogramScale({ axis: 'linear', min: 0, max: steps }).ticks(area.width)),
      area,
      18,
    ),
    baseline(area),
    ...bundles.map(
      ({ side, role }): Mark => ({
        name: 'path',
        attributes: { class: `strand ${role}`, d: strandsOf(side, x, y, area) },
      }),
    ),
    ...(level ? levelMarks(level, area, y(Math.log(level.at)), feet[bundles.length]) : []),
    ...bundles.flatMap(({ law }) => (law ? lawMarks(law, steps, x, y) : [])),
    ...bundles.map(
      ({ name, role }, i): Mark => ({
        name: 'text',
        attributes: { class: `name ${role}`, x: right + 8, y: feet[i] + 4 },
        text: name,
      }),
    ),
    {
      name: 'text',
      attributes: {
        class: 'axis-name',
        x: area.left + area.width / 2,
        y: area.top + area.height + 38,
        'text-anchor': 'middle',
      },
      text: 'step',
    },
    {
      name: 'text',
      attributes: { class: 'axis-name', x: area.left + 6, y: area.top + 12 },
      text: '|x|',
    },
  ];
}

const decadeLabel = (power: number) => (power === 0 ? '1' : decade(power));

/** ln |x| where a bundle ends: its law, or the median of its paths. */
function endOf({ side, law }: Bundle): number {
  if (law) return law(side.spec.time.steps);
  const last = side.paths.at(-1)?.x ?? new Float32Array([1]);
  const sorted = Array.from(last, (place) => Math.log(Math.abs(place))).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** What leaves the picture is not drawn until it comes back. */
function strandsOf(
  { paths, spec }: Side,
  x: (step: number) => number,
  y: (logSize: number) => number,
  { top, height }: Area,
): string {
  const every = Math.ceil(spec.time.steps / POINTS);
  const moments = paths.filter(({ step }, k) => step % every === 0 || k === paths.length - 1);
  const pieces: number[][] = [];
  for (let i = 0; i < Math.min(PATHS, paths[0]?.x.length ?? 0); i++) {
    let piece: number[] = [];
    for (const moment of moments) {
      const at = y(Math.log(Math.abs(moment.x[i])));
      if (at >= top && at <= top + height) piece.push(x(moment.step), at);
      else if (piece.length > 0) {
        pieces.push(piece);
        piece = [];
      }
    }
    pieces.push(piece);
  }
  return pathData(pieces);
}

function lawMarks(
  law: (step: number) => number,
  steps: number,
  x: (step: number) => number,
  y: (logSize: number) => number,
): Mark[] {
  const line: number[] = [];
  for (let i = 0; i <= POINTS; i++) {
    const step = Math.round((steps * i) / POINTS);
    line.push(x(step), y(law(step)));
  }
  const d = pathData([line]);
  return ['curve-halo', 'curve'].map((name) => ({ name: 'path', attributes: { class: name, d } }));
}

function levelMarks(
  { name }: { name: string },
  { left, width }: Area,
  y: number,
  foot: number,
): Mark[] {
  return [
    { name: 'line', attributes: { class: 'level', x1: left, x2: left + width, y1: y, y2: y } },
    {
      name: 'text',
      attributes: { class: 'level-name', x: left + width + 8, y: foot + 4 },
      text: name,
    },
  ];
}
