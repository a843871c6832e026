import type { FigureValues } from '../../figure';
import type { FigureMoment, Side } from '../../moment';
import { QUESTIONS, type Question } from './questions';

/** A cell of the map that is shown: column i, row j from below. */
export interface Cell {
  i: number;
  j: number;
}

export function questionOf({ question }: FigureValues): Question {
  return QUESTIONS[question];
}

/** What a figure's values call a cell of a question that is counted. */
function nameOf(question: number, { i, j }: Cell): string {
  return `counted ${question} ${i} ${j}`;
}

/** The cell that the keys are at. */
export function cursorOf({ column, row }: FigureValues): Cell {
  return { i: column, j: row };
}

export function isCounted(values: FigureValues, cell: Cell): boolean {
  return values[nameOf(values.question, cell)] === 1;
}

/** All cells of the question, by rows from below. */
export function allCells(values: FigureValues): Cell[] {
  const { across, up } = questionOf(values);
  return up.values.flatMap((_, j) => across.values.map((_, i) => ({ i, j })));
}

/** Cells that are counted, in the order of the figure's runs. */
export function countedCells(values: FigureValues): Cell[] {
  return allCells(values).filter((cell) => isCounted(values, cell));
}

/**
 * The runs that have come, by the numbers of their cells: cells of another question, whose runs are
 * on the screen until those of this one come, are left out.
 */
export function runsByCell(
  values: FigureValues,
  { sides }: FigureMoment,
): (cell: Cell) => Side | null {
  const question = questionOf(values);
  const columns = question.across.values.length;
  const [first] = sides;
  const number = first?.spec.ensemble.cell ?? 0;
  const own = first && question.spec(number % columns, Math.floor(number / columns));
  if (
    !own ||
    JSON.stringify(own.escape) + own.time.steps !==
      JSON.stringify(first.spec.escape) + first.spec.time.steps
  )
    return () => null;
  const known = new Map(sides.map((side) => [side.spec.ensemble.cell ?? 0, side]));
  return ({ i, j }) => known.get(j * columns + i) ?? null;
}

/** The same values with these cells counted too. */
export function counting(values: FigureValues, cells: readonly Cell[]): FigureValues {
  const next: Record<string, number> = { ...values };
  for (const cell of cells) next[nameOf(values.question, cell)] = 1;
  return next;
}

/** The values that the map begins with. */
export function firstValues(): FigureValues {
  const values: Record<string, number> = { column: 1, row: 1 };
  QUESTIONS.forEach(({ counted }, question) => {
    for (const [i, j] of counted) values[nameOf(question, { i, j })] = 1;
  });
  return values;
}

/** The cursor moved to a cell, as far as the question has it. */
export function movedTo(values: FigureValues, { i, j }: Cell): FigureValues {
  const { across, up } = questionOf(values);
  const within = (k: number, count: number) => Math.min(count - 1, Math.max(0, k));
  return { ...values, column: within(i, across.values.length), row: within(j, up.values.length) };
}
