import { baseline, linesAcross, ticksBelow } from '../../shared/axis';
import { type Area, curvePieces, pathData } from '../../shared/curve';
import {
  histogramScale,
  type ShareScale,
  scaleFor,
  shareHeight,
  shareTicks,
} from '../../shared/scales';
import type { Mark } from '../../shared/svg';
import { NARROW, type Size } from '../figure';
import { countsOf, type Side } from '../moment';

export interface HistogramOptions {
  /** Under the axis. */
  axisName: string;
  /** Of each side, in its colour, where there are several. */
  names?: readonly string[];
  /** Highest share that the picture has room for; the next round number over all where left out. */
  top?: number;
  /** Room over the bars, in pixels: 18 where left out. */
  over?: number;
}

/**
 * Bars of a run, and the law as a line over them; several runs as outlines in the colours of sides.
 * Classes: `bars`, `outline side-A` ..., `curve`, `curve-halo`, `name`.
 */
export function histogramMarks(
  sides: readonly Side[],
  size: Size,
  { axisName, names = [], top, over = 18 }: HistogramOptions,
): Mark[] {
  const [first] = sides;
  if (!first) return [];
  const area = histogramArea(size, over);
  const { left, width } = area;
  const scale: ShareScale = top
    ? { kind: 'linear', top, bottom: 1e-9 }
    : scaleFor('linear', highestOf(sides), first.particles);
  const marks = [
    ...linesAcross(shareTicks(scale), area),
    ...ticksBelow(histogramScale(first.spec.histogram).ticks(width), area, 20),
  ];
  sides.forEach((side, i) => {
    const d = barsPath(side, scale, area, sides.length > 1);
    const name = sides.length > 1 ? `outline side-${'ABCDEF'[i]}` : 'bars';
    marks.push({ name: 'path', attributes: { class: name, d } });
  });
  for (const { law } of sides) {
    if (!law) continue;
    const d = pathData(curvePieces(law.bins, scale, area, law.lattice));
    marks.push(
      { name: 'path', attributes: { class: 'curve-halo', d } },
      { name: 'path', attributes: { class: 'curve', d } },
    );
  }
  marks.push(baseline(area), {
    name: 'text',
    attributes: {
      class: 'axis-name',
      x: left + width / 2,
      y: area.top + area.height + 40,
      'text-anchor': 'middle',
    },
    text: axisName,
  });
  names.forEach((text, i) => {
    marks.push({
      name: 'text',
      attributes: {
        class: `name side-${'ABCDEF'[i]}`,
        x: left + width - 6,
        y: area.top + 14 + 18 * i,
        'text-anchor': 'end',
      },
      text,
    });
  });
  return marks;
}

/** Where the bars stand in a picture. */
export function histogramArea({ width, height }: Size, over = 18): Area {
  const left = width < NARROW ? 42 : 52;
  return { left, top: over, width: width - left - 10, height: height - over - 48 };
}

/** Of all bins and laws. */
export function highestOf(sides: readonly Side[]): number {
  let highest = 0;
  for (const side of sides) {
    for (const count of countsOf(side).counts) highest = Math.max(highest, count / side.particles);
    for (const share of side.law?.bins ?? []) highest = Math.max(highest, share);
  }
  return highest;
}

/** The upper edge of the bars, closed along the axis where they are filled. */
function barsPath(side: Side, scale: ShareScale, area: Area, open: boolean): string {
  const { counts } = countsOf(side);
  const { left, top, width, height } = area;
  const bottom = top + height;
  let d = `M${left} ${bottom}`;
  let last = Number.NaN;
  counts.forEach((count, bin) => {
    const y = bottom - shareHeight(scale, count / side.particles) * height;
    if (y === last) return;
    const x = (left + (bin / counts.length) * width).toFixed(1);
    d += `${open && bin === 0 ? `M${x} ` : `H${x}V`}${y.toFixed(1)}`;
    last = y;
  });
  d += `H${(left + width).toFixed(1)}`;
  return open ? d : `${d}V${bottom}Z`;
}
