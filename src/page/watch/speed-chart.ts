import { baseline, linesAcross, ticksBelow } from '../shared/axis';
import { type Area, pathData } from '../shared/curve';
import { number, unitOf } from '../shared/format';
import { evenTicks, niceStep, ticksAt } from '../shared/scales';
import { drawn, svg } from '../shared/svg';
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
  const ago = ticksAt(
    area.width < 420 ? [60, 40, 20, 0] : [60, 50, 40, 30, 20, 10, 0],
    (seconds) => 1 - seconds / 60,
    (seconds) => (seconds === 0 ? 'now' : seconds === 60 ? '60 s ago' : `${seconds} s`),
  );
  const speeds = evenTicks(0, top, step, (speed) => number(speed / unit[0]));
  ink.replaceChildren(
    ...drawn([
      ...linesAcross(points.length > 0 ? speeds : [], area),
      ...ticksBelow(ago, area, 17),
      baseline(area),
    ]),
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
