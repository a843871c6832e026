import { wilsonInterval } from '../../../../experiment/interval';
import { interval, number, percent } from '../../../shared/format';
import type { FigureShown } from '../../figure';
import { countsOf, shareEscaped } from '../../moment';
import {
  allCells,
  type Cell,
  countedCells,
  cursorOf,
  movedTo,
  questionOf,
  runsByCell,
} from './cells';

/** How much is counted, what the cell under the cursor says, and what it is to be compared with. */
export function mapSentence({ values, moment }: FigureShown): string {
  const cell = cursorOf(movedTo(values, cursorOf(values)));
  const runOf = runsByCell(values, moment);
  const question = questionOf(values);
  const done = `${countedCells(values).length} of ${allCells(values).length} cells are counted.`;
  const at = `At ${question.across.name} = ${number(question.across.values[cell.i])}, ${question.up.name} = ${number(question.up.values[cell.j])}`;
  const side = runOf(cell);
  if (!side) return `${done} ${at} nothing is counted yet.`;
  const { low, high } = wilsonInterval(countsOf(side).escaped, side.particles);
  const share = percent(shareEscaped(side));
  return `${done} ${at} ${share} ${question.leaves} (95 %: ${interval(low, high)}).${comparison({ values, moment }, cell)}`;
}

/** What the cells that are counted say about the question beyond the one cell. */
function comparison({ values, moment }: FigureShown, cell: Cell): string {
  const runOf = runsByCell(values, moment);
  const share = (at: Cell) => {
    const side = runOf(at);
    return side ? shareEscaped(side) : null;
  };
  switch (questionOf(values).name) {
    case 'Batch or width': {
      const other = share({ i: cell.j, j: cell.i });
      const here = share(cell);
      if (cell.i === cell.j || other === null || here === null) return '';
      const [width, batch] = cell.j > cell.i ? [here, other] : [other, here];
      return ` The cell across the diagonal has the two numbers swapped: more width gives ${percent(width)}, more batch ${percent(batch)}.`;
    }
    case 'Dimension': {
      const one = share({ i: cell.i, j: 0 });
      if (one === null || cell.j === 0) return '';
      const k = questionOf(values).up.values[cell.j];
      return ` Independent directions predict 1 − (1 − p)^${number(k)} = ${percent(1 - (1 - one) ** k)} from the one below.`;
    }
    case 'Momentum':
    case 'Depth': {
      const base = share({ i: cell.i, j: 0 });
      if (base === null || cell.j === 0) return '';
      return ` In the lowest row it is ${percent(base)}.`;
    }
    default:
      return '';
  }
}
