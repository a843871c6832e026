import { type Area, pathData } from '../shared/curve';
import { number, unitOf } from '../shared/format';
import { niceStep } from '../shared/scales';
import { svg } from '../shared/svg';
import { HISTORY_MILLISECONDS, type SpeedPoint } from './live/speed-meter';

/** What the chart shows, for its axes and its words. */
export interface SpeedScale {
  /** Speed at the upper edge, > 0. */
  top: number;
  step: number;
  /** Particle-steps per second that 1 on the axis stands for, and their name: 1e6 is "million". */
  unit: [size: number, name: string];
}

/** A scale from 0 to a round number that all points lie under. */
export function speedScale(points: readonly SpeedPoint[]): SpeedScale {
  const highest = Math.max(1, ...points.map((point) => point.particleStepsPerSecond));
  const step = niceStep(highest / 4);
  const top = Math.ceil(highest / step - 1e-9) * step;
  return { top, step, unit: unitOf(top) };
}

/**
 * The speed as steps, each as wide as the time it is the mean of; a pause ends a piece.
 * @param now  Time at the right edge, on the clock of the points; the left edge is a minute earlier.
 * @returns Pieces of the line, each a list of x, y in pixels.
 */
export function speedPieces(
  points: readonly SpeedPoint[],
  now: number,
  top: number,
  area: Area,
): number[][] {
  const x = (time: number) =>
    area.left + Math.max(0, 1 - (now - time) / HISTORY_MILLISECONDS) * area.width;
  const pieces: number[][] = [];
  let end = Number.NaN;
  for (const { from, to, particleStepsPerSecond } of points) {
    if (now - to >= HISTORY_MILLISECONDS) continue;
    if (from !== end) pieces.push([]);
    end = to;
    const y = area.top + (1 - particleStepsPerSecond / top) * area.height;
    pieces[pieces.length - 1].push(x(from), y, x(to), y);
  }
  return pieces;
}

/** Draws axes, ground and line. */
export function drawSpeedChart(
  ink: SVGSVGElement,
  size: { width: number; height: number },
  points: readonly SpeedPoint[],
  now: number,
): void {
  const left = size.width < 480 ? 46 : 58;
  const area = {
    left,
    top: 8,
    width: Math.max(50, size.width - left - 10),
    height: size.height - 30,
  };
  const { top, step, unit } = speedScale(points);
  const bottom = area.top + area.height;
  const right = area.left + area.width;
  ink.replaceChildren();
  for (let i = 0; points.length > 0 && i * step <= top * (1 + 1e-9); i++) {
    const y = bottom - ((i * step) / top) * area.height;
    ink.append(
      svg('line', { class: 'grid', x1: area.left, x2: right, y1: y, y2: y }),
      svg(
        'text',
        { x: area.left - 8, y: y + 4, 'text-anchor': 'end' },
        number((i * step) / unit[0]),
      ),
    );
  }
  for (let seconds = 60; seconds >= 0; seconds -= 10) {
    const x = right - (seconds / 60) * area.width;
    ink.append(svg('line', { class: 'tick', x1: x, x2: x, y1: bottom, y2: bottom + 4 }));
    if (area.width < 420 && seconds % 20 !== 0) continue;
    const name = seconds === 0 ? 'now' : seconds === 60 ? '60 s ago' : `${seconds} s`;
    ink.append(
      svg('text', { x, y: bottom + 17, 'text-anchor': seconds === 0 ? 'end' : 'middle' }, name),
    );
  }
  ink.append(
    svg('line', { class: 'axis', x1: area.left, x2: right, y1: bottom + 0.5, y2: bottom + 0.5 }),
  );
  const pieces = speedPieces(points, now, top, area);
  const grounds = pieces.map((piece) => [
    piece[0],
    bottom,
    ...piece,
    piece[piece.length - 2],
    bottom,
  ]);
  ink.append(
    svg('path', { class: 'speed-ground', d: pathData(grounds) }),
    svg('path', { class: 'speed-line', d: pathData(pieces) }),
  );
}

/** The chart in a sentence, for who cannot see it. */
export function speedSentence(points: readonly SpeedPoint[], now: number): string {
  const shown = points.filter((point) => now - point.to < HISTORY_MILLISECONDS);
  if (shown.length === 0) return 'Speed over the last minute: the run did not move.';
  const speeds = shown.map((point) => point.particleStepsPerSecond);
  const [size, name] = unitOf(Math.max(...speeds));
  const [last, low, high] = [
    speeds[speeds.length - 1],
    Math.min(...speeds),
    Math.max(...speeds),
  ].map((speed) => number(speed / size));
  const seconds = shown.reduce((sum, { from, to }) => sum + to - from, 0) / 1000;
  return `Speed over the last minute, of which the run moved for ${number(seconds, 2)} seconds: lately ${last}, at least ${low}, at most ${high} ${name} particle-steps a second.`;
}
