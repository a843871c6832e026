import { baseline, ticksBelow } from '../../shared/axis';
import { type Area, pathData } from '../../shared/curve';
import {
  histogramScale,
  labelled,
  type ShareScale,
  scaleFor,
  shareHeight,
} from '../../shared/scales';
import type { Mark } from '../../shared/svg';
import { NARROW, type Size } from '../figure';
import { countsOf, type Side } from '../moment';
import { highestOf } from './histogram-marks';

/** A small histogram among others. */
export interface Panel {
  side: Side;
  title: string;
  /** Under the title, one line each. */
  notes: readonly string[];
}

/** Room for the title, the lines under it, and the axis, in pixels. */
const TITLE = 20;
const LINE = 17;
const AXIS = 30;
const EDGE = 14;
const GAP = 34;

/** Areas of so many panels: beside each other, or below each other where there is little room. */
export function panelAreas(count: number, { width, height }: Size, above: number): Area[] {
  const narrow = width < NARROW;
  const columns = narrow ? 1 : count;
  const cell = {
    width: (width - 2 * EDGE - GAP * (columns - 1)) / columns,
    height: narrow ? height / count : height,
  };
  return Array.from({ length: count }, (_, i) => ({
    left: EDGE + (narrow ? 0 : i * (cell.width + GAP)),
    top: (narrow ? i * cell.height : 0) + above,
    width: cell.width,
    height: cell.height - above - AXIS,
  }));
}

/**
 * Histograms beside each other with their laws over them: a title and lines of text each, which
 * stand over the bars. Without a scale of shares: each panel is as high as its own peak.
 */
export function panelMarks(panels: readonly Panel[], size: Size): Mark[] {
  const lines = Math.max(0, ...panels.map(({ notes }) => notes.length));
  const areas = panelAreas(panels.length, size, TITLE + LINE * lines + 4);
  return panels.flatMap(({ side, title, notes }, i) => {
    const area = areas[i];
    const scale = scaleFor('linear', highestOf([side]), side.particles);
    const text = (name: string, line: string, below: number): Mark => ({
      name: 'text',
      attributes: { class: name, x: area.left, y: area.top - (lines * LINE + 8) + below },
      text: line,
    });
    return [
      text('panel-title', title, 0),
      ...notes.map((line, k) => text('panel-note', line, LINE * (k + 1))),
      { name: 'path', attributes: { class: 'bars', d: barsOf(side, scale, area) } } as Mark,
      ...lawMarks(side, scale, area),
      ...ticksBelow(labelled(histogramScale(side.spec.histogram).ticks(area.width)), area, 18),
      baseline(area),
    ];
  });
}

function lawMarks({ law }: Side, scale: ShareScale, area: Area): Mark[] {
  if (!law) return [];
  const line = Array.from(law.bins).flatMap((share, bin) => [
    area.left + ((bin + 0.5) / law.bins.length) * area.width,
    area.top + (1 - shareHeight(scale, share)) * area.height,
  ]);
  const d = pathData([line]);
  return [{ name: 'path', attributes: { class: 'curve', d } }];
}

/** The bars as one outline. */
function barsOf(side: Side, scale: ShareScale, area: Area): string {
  const { counts } = countsOf(side);
  const bottom = area.top + area.height;
  const outline = [area.left, bottom];
  counts.forEach((count, bin) => {
    const y = bottom - shareHeight(scale, count / side.particles) * area.height;
    for (const edge of [bin, bin + 1])
      outline.push(area.left + (edge / counts.length) * area.width, y);
  });
  outline.push(area.left + area.width, bottom);
  return `${pathData([outline])}Z`;
}
