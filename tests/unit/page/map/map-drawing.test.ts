import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { CellViews } from '../../../../src/page/map/cell-views';
import type { MapData } from '../../../../src/page/map/map-data';
import { MapDrawing } from '../../../../src/page/map/map-drawing';
import type { Panels } from '../../../../src/page/map/panels';

/** When the page of a map draws it: frames are told to come by hand. */

let frames: (() => void)[] = [];
let drawn: string[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  frames = [];
  drawn = [];
  vi.stubGlobal('requestAnimationFrame', (frame: () => void) => frames.push(frame));
  vi.stubGlobal('document', { querySelector: () => ({ removeAttribute: () => {} }) });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const frame = () => {
  for (const each of frames.splice(0)) each();
};

function drawing(): MapDrawing {
  const panels = {
    *draw() {
      drawn.push('panels');
      yield;
    },
    setCursor: () => {},
  } as Partial<Panels> as Panels;
  const views = { draw: () => drawn.push('views') } as Partial<CellViews> as CellViews;
  const data = {} as MapData;
  return new MapDrawing(panels, views, () => data);
}

test('a map that was opened is drawn once, with its first cells', () => {
  const map = drawing();
  map.drawSoon();
  map.setCursor(0);
  vi.advanceTimersByTime(30);
  frame();
  expect(drawn).toEqual([]);
  map.draw();
  frame();
  expect(drawn).toEqual(['views', 'panels']);
  vi.advanceTimersByTime(1000);
  frame();
  expect(drawn).toEqual(['views', 'panels']);
});

test('one whose first cells do not come is drawn without any', () => {
  const map = drawing();
  map.drawSoon();
  vi.advanceTimersByTime(100);
  frame();
  expect(drawn).toEqual(['views', 'panels']);
});

test('all that is asked for before a frame is drawn in it, and a cursor alone beside the panels', () => {
  const map = drawing();
  map.draw();
  map.draw();
  map.setCursor(3);
  frame();
  expect(drawn).toEqual(['views', 'panels']);
  map.setCursor(4);
  frame();
  expect(drawn).toEqual(['views', 'panels', 'views']);
});
