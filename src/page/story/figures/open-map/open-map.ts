import type { Figure, FigureValues } from '../../figure';
import {
  allCells,
  countedCells,
  counting,
  cursorOf,
  firstValues,
  movedTo,
  questionOf,
} from './cells';
import { cellAt, mapMarks } from './map-marks';
import { mapSentence } from './map-words';
import { QUESTIONS } from './questions';

/** Where the keys of the arrows lead. */
const MOVES: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/** Step 8: maps of what the post left open, which the reader counts cell by cell. */
export const openMapFigure: Figure = {
  title: 'A map to fill in',
  controls: [
    {
      kind: 'choice',
      name: 'question',
      label: 'Question',
      options: QUESTIONS.map(({ name }, value) => ({ value, label: name })),
      start: 0,
    },
    {
      kind: 'press',
      name: 'rest',
      label: 'Count the rest',
      press(values) {
        const cells = allCells(values);
        return countedCells(values).length < cells.length ? counting(values, cells) : null;
      },
    },
  ],
  others: firstValues(),
  runs: (values) => countedCells(values).map(({ i, j }) => questionOf(values).spec(i, j)),
  wants: { counts: true, keeps: true },
  seconds: 1,
  aspect: { wide: 0.62, narrow: 1.05 },
  draw: mapMarks,
  sentence: mapSentence,
  watch(values) {
    const { i, j } = cursorOf(movedTo(values, cursorOf(values)));
    return questionOf(values).spec(i, j);
  },
  map: (values) => questionOf(values).sweep,
  pick(place, values, size) {
    const cell = cellAt(place, { values }, size);
    return cell && pickedAt(values, cell);
  },
  key(key, values) {
    const move = MOVES[key];
    const { i, j } = cursorOf(values);
    if (move) return movedTo(values, { i: i + move[0], j: j + move[1] });
    return key === 'Enter' || key === ' ' ? counting(values, [{ i, j }]) : null;
  },
};

/** Null where the cell is counted and under the cursor already. */
function pickedAt(values: FigureValues, cell: { i: number; j: number }): FigureValues | null {
  const next = movedTo(counting(values, [cell]), cell);
  const same = Object.keys(next).every((name) => next[name] === values[name]);
  return same ? null : next;
}
