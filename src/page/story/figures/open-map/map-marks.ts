import type { Area } from '../../../shared/curve';
import { number } from '../../../shared/format';
import type { Mark } from '../../../shared/svg';
import { type FigureShown, NARROW, type Size } from '../../figure';
import { shareEscaped } from '../../moment';
import { allCells, type Cell, cursorOf, isCounted, questionOf, runsByCell } from './cells';

/**
 * The map: a cell is open until it is counted, then as warm as the share that left, with the share
 * in per cent in it. Classes: `cell open`, `cell stays`, `cell leaves`, `cell-share`, `cell-axis`,
 * `cursor`.
 */
export function mapMarks({ values, moment }: FigureShown, size: Size): Mark[] {
  const question = questionOf(values);
  const { across, up } = question;
  const area = mapArea(size);
  const runOf = runsByCell(values, moment);
  const box = ({ i, j }: Cell) => {
    const width = area.width / across.values.length;
    const height = area.height / up.values.length;
    return {
      x: area.left + i * width + 1,
      y: area.top + (up.values.length - 1 - j) * height + 1,
      width: width - 2,
      height: height - 2,
    };
  };
  const text = (name: string, words: string, x: number, y: number, anchor = 'middle'): Mark => ({
    name: 'text',
    attributes: { class: name, x, y, 'text-anchor': anchor },
    text: words,
  });
  const cells = allCells(values).flatMap((cell): Mark[] => {
    const at = box(cell);
    const side = isCounted(values, cell) ? runOf(cell) : null;
    if (!side) return [{ name: 'rect', attributes: { class: 'cell open', ...at } }];
    const share = shareEscaped(side);
    return [
      { name: 'rect', attributes: { class: 'cell stays', ...at } },
      { name: 'rect', attributes: { class: 'cell leaves', ...at, 'fill-opacity': share } },
      text('cell-share', shareText(share), at.x + at.width / 2, at.y + at.height / 2 + 5),
    ];
  });
  const bottom = area.top + area.height;
  return [
    ...cells,
    ...across.values.map((value, i) => {
      const at = box({ i, j: 0 });
      return text('cell-axis', number(value), at.x + at.width / 2, bottom + 18);
    }),
    ...up.values.map((value, j) => {
      const at = box({ i: 0, j });
      return text('cell-axis', number(value), area.left - 8, at.y + at.height / 2 + 5, 'end');
    }),
    text('axis-name', across.name, area.left + area.width / 2, bottom + 40),
    text('axis-name', up.name, area.left, area.top - 10, 'start'),
    { name: 'rect', attributes: { class: 'cursor', ...box(cursorOf(values)), rx: 2 } },
  ];
}

/** Per cent without its sign: 9.6, 35, 100. */
function shareText(share: number): string {
  const percentage = share * 100;
  return percentage > 0 && percentage < 10 ? percentage.toFixed(1) : percentage.toFixed(0);
}

function mapArea({ width, height }: Size): Area {
  const left = width < NARROW ? 36 : 52;
  return { left, top: 28, width: width - left - 8, height: height - 28 - 50 };
}

/** The cell under a place of the picture; null beside the map. */
export function cellAt(
  { x, y }: { x: number; y: number },
  { values }: Pick<FigureShown, 'values'>,
  size: Size,
): Cell | null {
  const { across, up } = questionOf(values);
  const area = mapArea(size);
  const i = Math.floor(((x - area.left) / area.width) * across.values.length);
  const j = Math.floor((1 - (y - area.top) / area.height) * up.values.length);
  const inside = i >= 0 && i < across.values.length && j >= 0 && j < up.values.length;
  return inside ? { i, j } : null;
}
