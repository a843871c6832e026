import type { Area } from '../shared/curve';
import type { Mark } from '../shared/svg';
import { type GrowthMap, isLimit, type Layer, type MapData } from './map-data';
import { zeroLines } from './zero-lines';

/** Half the height of a name, and the width of a letter of it, in pixels. */
const HALF_LINE = 9;
const LETTER = 7.2;
/** So far from other lines is far enough, in pixels. */
const CLEAR = 48;

interface Threshold {
  name: string;
  look: 'steps' | 'sde' | 'limit';
  pieces: number[][];
}

/**
 * Lines on which a growth rate is 0, with their names: on one side that of the actual steps, solid
 * and, where it is known in a limit only, dotted; and that of the SDE, dashed. Where A is held
 * against another side, that of the steps of both.
 */
export function thresholdMarks(data: MapData, layer: Layer, area: Area): Mark[] {
  const { columns, rows } = data;
  const lines: Mark[] = [];
  const names: Mark[] = [];
  const taken: Box[] = [];
  const thresholds = thresholdsOf(data, layer).map((threshold) => ({
    ...threshold,
    pieces: threshold.pieces.map((line) => placed(line, area, columns, rows)),
  }));
  const points = thresholds.map(({ pieces }) => pieces.flatMap(withMiddles));
  for (const [k, { name, look, pieces }] of thresholds.entries()) {
    if (pieces.length === 0) continue;
    const d = pieces.map(pathOf).join('');
    lines.push(
      { name: 'path', attributes: { class: `threshold-halo ${look}`, d } },
      { name: 'path', attributes: { class: `threshold ${look}`, d } },
    );
    const others = points.filter((_, other) => other !== k).flat();
    const box = name && nameBox(name, pieces, points[k], others, taken, area);
    if (!box) continue;
    taken.push(box);
    names.push({
      name: 'text',
      attributes: { class: 'threshold-name', x: box.left + 3, y: box.top + HALF_LINE + 5 },
      text: name,
    });
  }
  return [...lines, ...names];
}

function thresholdsOf(data: MapData, { kind, side }: Layer): Threshold[] {
  const of = (growth: GrowthMap | null, name: string): Threshold[] => {
    if (!growth) return [];
    const { steps, limit } = linesOf(growth, data);
    return [
      { name, look: 'steps', pieces: steps },
      // The name stands once where the line goes on in the other style.
      { name: steps.length > 0 ? '' : name, look: 'limit', pieces: limit },
    ];
  };
  const own = data.growth[side];
  if (kind !== 'difference' && kind !== 'contrast') {
    const sde: Threshold[] = own
      ? [{ name: 'SDE', look: 'sde', pieces: linesOf(own, data).sde }]
      : [];
    return [...sde, ...of(own, 'steps')];
  }
  const first = data.growth[0];
  const same =
    first && own?.lyapunovExponent.every((value, k) => Object.is(value, first.lyapunovExponent[k]));
  const letter = 'ABCDEF'[side];
  if (same) return of(first, `A, ${letter}`);
  return [...of(first, 'A'), ...of(own, letter)];
}

/** Growth rates come once and do not change. */
const known = new WeakMap<GrowthMap, Record<Threshold['look'], number[][]>>();

function linesOf(
  growth: GrowthMap,
  { columns, rows }: MapData,
): Record<Threshold['look'], number[][]> {
  let lines = known.get(growth);
  if (!lines) {
    const { lyapunovExponent, sdeGrowthRate } = growth;
    const inLimit = (i: number, j: number) => {
      const cell = j * columns + i;
      return [cell, cell + 1, cell + columns, cell + columns + 1].some((one) =>
        isLimit(growth, one),
      );
    };
    lines = {
      steps: zeroLines(lyapunovExponent, columns, rows, (i, j) => !inLimit(i, j)),
      limit: zeroLines(lyapunovExponent, columns, rows, inLimit),
      sde: zeroLines(sdeGrowthRate, columns, rows),
    };
    known.set(growth, lines);
  }
  return lines;
}

/** From cells to pixels. */
function placed(line: number[], area: Area, columns: number, rows: number): number[] {
  return line.map((value, k) =>
    k % 2 === 0
      ? area.left + ((value + 0.5) / columns) * area.width
      : area.top + (1 - (value + 0.5) / rows) * area.height,
  );
}

function pathOf(line: number[]): string {
  let d = '';
  for (let k = 0; k < line.length; k += 2)
    d += `${k === 0 ? 'M' : 'L'}${line[k].toFixed(1)} ${line[k + 1].toFixed(1)}`;
  return d;
}

type Point = [x: number, y: number];

interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Points of a line and those between them, close enough that none of it slips through a name. */
function withMiddles(line: number[]): Point[] {
  const points: Point[] = [];
  for (let k = 0; k + 3 < line.length; k += 2) {
    const [x0, y0, x1, y1] = line.slice(k, k + 4);
    const parts = Math.max(1, Math.ceil(Math.hypot(x1 - x0, y1 - y0) / 8));
    for (let part = 0; part <= parts; part++)
      points.push([x0 + ((x1 - x0) * part) / parts, y0 + ((y1 - y0) * part) / parts]);
  }
  return points;
}

/**
 * Beside the longest piece, off all lines and other names, and away from the other lines; null
 * where there is no room.
 */
function nameBox(
  name: string,
  pieces: number[][],
  own: Point[],
  others: Point[],
  taken: Box[],
  area: Area,
): Box | null {
  const line = pieces.reduce((one, other) => (other.length > one.length ? other : one));
  const width = name.length * LETTER + 6;
  const height = 2 * HALF_LINE;
  let best: Box | null = null;
  let clearest = -1;
  for (const share of [0.5, 0.6, 0.4, 0.7, 0.3, 0.8, 0.2, 0.9, 0.1]) {
    const k = 2 * Math.floor(share * (line.length / 2 - 1));
    for (const [across, down] of [
      [6, 4],
      [-6 - width, -4 - height],
      [6, -4 - height],
      [-6 - width, 4],
      [8, -height / 2],
      [-8 - width, -height / 2],
    ]) {
      const box = { left: line[k] + across, top: line[k + 1] + down, width, height };
      const free =
        holds(area, box) &&
        !taken.some((other) => overlap(box, other)) &&
        ![own, others].some((points) => points.some((point) => covers(box, point)));
      if (!free) continue;
      const clear = Math.min(CLEAR, ...others.map((point) => distance(box, point)));
      if (clear > clearest) [best, clearest] = [box, clear];
    }
  }
  return best;
}

function covers({ left, top, width, height }: Box, [x, y]: Point): boolean {
  return x >= left && x <= left + width && y >= top && y <= top + height;
}

/** From the middle of a name. */
function distance({ left, top, width, height }: Box, [x, y]: Point): number {
  return Math.hypot(left + width / 2 - x, top + height / 2 - y);
}

function holds(area: Area, { left, top, width, height }: Box): boolean {
  return (
    left >= area.left &&
    top >= area.top &&
    left + width <= area.left + area.width &&
    top + height <= area.top + area.height
  );
}

function overlap(one: Box, other: Box): boolean {
  return (
    one.left <= other.left + other.width &&
    other.left <= one.left + one.width &&
    one.top <= other.top + other.height &&
    other.top <= one.top + one.height
  );
}
