import { expect, it } from 'vitest';
import { type Ghost, ghostPieces, isComparable } from '../../../../../src/page/watch/picture/ghost';
import { parseSpec } from '../../../../../src/spec/schema';

const specOf = (histogram: object) => parseSpec({ histogram: { axis: 'linear', ...histogram } });
const AREA = { left: 0, top: 0, width: 100, height: 100 };
const SCALE = { kind: 'linear', top: 1, bottom: 1e-9 } as const;

function ghost(histogram: object, shares: number[]): Ghost {
  return { spec: specOf(histogram), shares, words: '', escaped: 0 };
}

it('stands on the axis of the run of now, with the height of its density', () => {
  const kept = ghost({ min: 0, max: 8, bins: 8 }, [0, 0.5, 0.5, 0, 0, 0, 0, 0]);
  const [same] = ghostPieces(kept, specOf({ min: 0, max: 8, bins: 8 }), SCALE, AREA);
  expect(same.slice(4, 8)).toEqual([12.5, 50, 25, 50]);
  // Bins twice as wide: two of the ghost's together.
  const [wider] = ghostPieces(kept, specOf({ min: 0, max: 16, bins: 8 }), SCALE, AREA);
  expect(wider).toEqual([
    0, 50, 12.5, 50, 12.5, 50, 25, 50, 25, 100, 37.5, 100, 37.5, 100, 50, 100,
  ]);
  // Bins half as wide hold half the share.
  const [narrower] = ghostPieces(kept, specOf({ min: 0, max: 8, bins: 16 }), SCALE, AREA);
  expect(narrower.slice(4, 8)).toEqual([12.5, 75, 25, 75]);
});

it('has a gap where it is higher than the picture', () => {
  const kept = ghost({ min: 0, max: 4, bins: 4 }, [0.2, 0.5, 0.3, 0]);
  const half = { ...SCALE, top: 0.4 };
  const pieces = ghostPieces(kept, specOf({ min: 0, max: 4, bins: 4 }), half, AREA);
  expect(pieces.map((piece) => piece.map(Math.round))).toEqual([
    [0, 50, 25, 50, 25, 0],
    [50, 0, 50, 25, 75, 25, 75, 100, 100, 100],
  ]);
});

it('is drawn over the same kind of axis alone', () => {
  const kept = ghost({ min: 0, max: 8, bins: 8 }, []);
  expect(isComparable(kept, specOf({ min: -1, max: 1 }))).toBe(true);
  expect(isComparable(kept, parseSpec({ histogram: { axis: 'asinh' } }))).toBe(false);
  expect(
    isComparable(kept, parseSpec({ loss: { kind: 'relu-saddle' }, histogram: { axis: 'linear' } })),
  ).toBe(false);
});
