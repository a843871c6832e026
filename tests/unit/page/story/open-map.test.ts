import { describe, expect, test } from 'vitest';
import { type FigureValues, startValues } from '../../../../src/page/story/figure';
import { countedCells } from '../../../../src/page/story/figures/open-map/cells';
import { openMapFigure } from '../../../../src/page/story/figures/open-map/open-map';
import { QUESTIONS } from '../../../../src/page/story/figures/open-map/questions';
import { NOTHING } from '../../../../src/page/story/moment';

const SIZE = { width: 760, height: 471 };
const start = startValues(openMapFigure);
const pressed = (values: FigureValues, ...keys: string[]) =>
  keys.reduce<FigureValues>((before, key) => openMapFigure.key?.(key, before) ?? before, values);

describe('the map that the reader fills in', () => {
  test('counts a cell where it is pressed, once', () => {
    const first = openMapFigure.pick?.({ x: 700, y: 60 }, start, SIZE) ?? start;
    expect(countedCells(first)).toContainEqual({ i: 5, j: 5 });
    expect([first.column, first.row]).toEqual([5, 5]);
    expect(openMapFigure.pick?.({ x: 700, y: 60 }, first, SIZE)).toBeNull();
    expect(openMapFigure.pick?.({ x: 20, y: 60 }, start, SIZE)).toBeNull();
  });

  test('does the same by keys, and stays on the map', () => {
    const moved = pressed(start, 'ArrowRight', 'ArrowUp', 'Enter');
    expect(countedCells(moved)).toContainEqual({ i: 2, j: 2 });
    const corner = pressed(
      start,
      ...new Array(9).fill('ArrowLeft'),
      ...new Array(9).fill('ArrowDown'),
    );
    expect([corner.column, corner.row]).toEqual([0, 0]);
    expect(openMapFigure.key?.('a', start)).toBeNull();
  });

  test('runs what is counted, and all of it at the press of a button', () => {
    expect(openMapFigure.runs(start).length).toBe(3);
    const rest = openMapFigure.controls.find(({ kind }) => kind === 'press');
    for (const [question, { across, up, spec }] of QUESTIONS.entries()) {
      const values = { ...start, question };
      const all = rest?.kind === 'press' ? rest.press(values) : null;
      if (!all) throw new Error('Nothing is left to count.');
      const cells = across.values.length * up.values.length;
      expect(openMapFigure.runs(all).length).toBe(cells);
      expect(rest?.kind === 'press' && rest.press(all)).toBeNull();
      expect(spec(1, 1).ensemble.cell).toBe(across.values.length + 1);
    }
  });

  test('says that nothing is counted where nothing is', () => {
    const said = openMapFigure.sentence({ values: start, moment: NOTHING });
    expect(said).toBe(
      '3 of 36 cells are counted. At batch B = 2, directions k = 2 nothing is counted yet.',
    );
  });

  test('opens the map that it is a part of, where a map can say it', () => {
    const sweeps = QUESTIONS.map((_, question) => openMapFigure.map?.({ ...start, question }));
    expect(sweeps.map((sweep) => sweep?.y.path ?? null)).toEqual([
      'loss.dimensions',
      'optimizer.beta',
      'loss.dimensions',
      null,
    ]);
  });
});
