import type { Sweep } from '../../spec/sweep';
import { box, ticksBelow, ticksBeside } from '../shared/axis';
import type { Area } from '../shared/curve';
import type { Mark } from '../shared/svg';
import { cellAxis } from './cell-axis';
import { fieldTitle } from './field-names';

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
export function axisMarks({ x, y }: Sweep, area: Area): Mark[] {
  const { left, top, width, height } = area;
  const bottom = top + height;
  return [
    box(area),
    ...ticksBelow(cellAxis(x).ticks(width, false), area, 19),
    ...ticksBeside(cellAxis(y).ticks(height, true), area),
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
  ];
}
