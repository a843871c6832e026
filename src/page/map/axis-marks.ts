import type { Sweep } from '../../spec/sweep';
import type { Area } from '../shared/curve';
import { cellAxis } from './cell-axis';
import { fieldTitle } from './field-names';
import type { Mark } from './marks';

/**
 * Room above the cells for the name of the upright axis, and below for ticks, labels and the name
 * of the other.
 */
export const ROOM_ABOVE = 22;
export const ROOM_BELOW = 44;
const ROOM_RIGHT = 10;
const DIGIT = 7;

/** The place of the cells in a panel, in whole pixels: what axes leave of it. */
export function cellsArea({ y }: Sweep, width: number, height: number): Area {
  const areaHeight = Math.max(40, Math.floor(height - ROOM_ABOVE - ROOM_BELOW));
  const longest = Math.max(
    ...cellAxis(y)
      .ticks(areaHeight, true)
      .map(({ label }) => label.length),
    1,
  );
  const left = Math.ceil(longest * DIGIT + 14);
  return {
    left,
    top: ROOM_ABOVE,
    width: Math.max(40, Math.floor(width - left - ROOM_RIGHT)),
    height: areaHeight,
  };
}

/** Frame, ticks, labels and names of both axes around the cells. */
export function axisMarks({ x, y }: Sweep, { left, top, width, height }: Area): Mark[] {
  const bottom = top + height;
  const marks: Mark[] = [
    {
      name: 'rect',
      attributes: {
        class: 'axis',
        x: left - 0.5,
        y: top - 0.5,
        width: width + 1,
        height: height + 1,
      },
    },
  ];
  for (const { at, label } of cellAxis(x).ticks(width, false)) {
    const place = left + at * width;
    marks.push(
      {
        name: 'line',
        attributes: {
          class: 'tick',
          x1: place,
          x2: place,
          y1: bottom,
          y2: bottom + (label ? 6 : 3),
        },
      },
      ...labelMark(label, { x: place, y: bottom + 19, 'text-anchor': 'middle' }),
    );
  }
  for (const { at, label } of cellAxis(y).ticks(height, true)) {
    const place = bottom - at * height;
    marks.push(
      {
        name: 'line',
        attributes: { class: 'tick', x1: left - (label ? 6 : 3), x2: left, y1: place, y2: place },
      },
      ...labelMark(label, { x: left - 9, y: place + 4, 'text-anchor': 'end' }),
    );
  }
  marks.push(
    {
      name: 'text',
      attributes: {
        class: 'axis-name',
        x: left + width / 2,
        y: bottom + 38,
        'text-anchor': 'middle',
      },
      text: fieldTitle(x.path),
    },
    {
      name: 'text',
      attributes: { class: 'axis-name', x: left - 9, y: top - 9 },
      text: fieldTitle(y.path),
    },
  );
  return marks;
}

function labelMark(text: string, attributes: Mark['attributes']): Mark[] {
  return text === ''
    ? []
    : [{ name: 'text', attributes: { class: 'axis-label', ...attributes }, text }];
}
