import type { SweepAxis } from '../../spec/sweep';
import { number } from '../shared/format';
import { histogramScale, reversed, type Tick, ticksAt } from '../shared/scales';

/**
 * An axis of a map. All cells are equally wide, whatever the scale, and have their values in the
 * middle: the picture reaches half a cell beyond the ends.
 */
export interface CellAxis {
  cells: number;
  /**
   * Marks for an axis `pixels` long, from 0 at the outer edge of the first cell to 1 at that of the
   * last, with labels that do not touch; those of a list are its values.
   * @param upright  The axis runs upwards, and labels need their height.
   */
  ticks(pixels: number, upright: boolean): Tick[];
}

/** Room of a label in pixels: a digit, the gap between two, and a line. */
const DIGIT = 7;
const GAP = 10;
const LINE = 17;
/** A value of a list without a label has a mark where cells are at least so wide. */
const MARKED_CELL = 4;

export function cellAxis(axis: SweepAxis): CellAxis {
  if (axis.scale === 'list') return listAxis(axis.values);
  const { from, to, count, scale } = axis;
  if (count === 1) return listAxis([from]);
  const forward = scale === 'log' ? Math.log : (value: number) => value;
  const back = scale === 'log' ? Math.exp : (value: number) => value;
  const step = (forward(to) - forward(from)) / (count - 1);
  const ends = [back(forward(from) - step / 2), back(forward(to) + step / 2)];
  const falling = step < 0;
  const { ticks } = histogramScale({
    axis: scale === 'log' ? 'log-abs' : 'linear',
    min: Math.min(...ends),
    max: Math.max(...ends),
  });
  return {
    cells: count,
    ticks: (pixels, upright) => {
      const marks = ticks(pixels, upright);
      return falling ? reversed(marks) : marks;
    },
  };
}

function listAxis(values: readonly number[]): CellAxis {
  const cells = values.length;
  return {
    cells,
    ticks: (pixels, upright) => {
      const labels = values.map((value) => number(value, 4));
      const room = upright ? LINE : Math.max(...labels.map(({ length }) => length)) * DIGIT + GAP;
      const every = Math.ceil((room * cells) / pixels);
      return ticksAt(
        labels.keys(),
        (k) => (k + 0.5) / cells,
        (k) => (k % every === 0 ? labels[k] : ''),
      ).filter(({ label }) => label !== '' || pixels / cells >= MARKED_CELL);
    },
  };
}
