import type { Spec } from '../../../spec/spec';
import { baseline, linesAcross, ticksBelow } from '../../shared/axis';
import { type Area, pathData } from '../../shared/curve';
import { percent } from '../../shared/format';
import { nameHeights } from '../../shared/name-heights';
import { histogramScale, labelled, quarterTicks } from '../../shared/scales';
import { drawn, svg } from '../../shared/svg';
import { CURVE_PARTS } from './comparison-protocol';

/** One method's curve. */
export interface Curve {
  /** Letter of its colour, A to F. */
  letter: string;
  name: string;
  /** Share that has escaped by the end of each part of the run. Shape: [CURVE_PARTS + 1]. */
  shares: readonly number[];
}

/** Width of a letter of a name, and room for the name of the axis, in pixels. */
const LETTER = 7.5;
const NAME_ROOM = 50;
const LINE = 15;

/** Draws the share that has escaped against time, one curve a method, up to now. */
export function drawEscapeCurves(
  ink: SVGSVGElement,
  { width, height }: { width: number; height: number },
  { time }: Pick<Spec, 'time'>,
  step: number,
  curves: readonly Curve[],
): void {
  const left = width < 480 ? 46 : 58;
  const names = 12 + LETTER * Math.max(0, ...curves.map(({ name }) => name.length));
  const area: Area = {
    left,
    top: 8,
    width: Math.max(50, width - left - names),
    height: Math.max(50, height - 44),
  };
  const across = histogramScale({ axis: 'linear', min: 0, max: time.steps * time.dt });
  // The part that is under way is drawn up to now.
  const parts = Math.ceil((step / time.steps) * CURVE_PARTS);
  const x = (part: number) =>
    area.left + Math.min(part / CURVE_PARTS, step / time.steps) * area.width;
  const y = (share: number) => area.top + (1 - share) * area.height;
  const feet = nameHeights(
    curves.map(({ shares }) => y(shares[parts])),
    area,
    LINE,
  );
  ink.replaceChildren(
    ...drawn([
      ...linesAcross(
        quarterTicks((share) => percent(share, 0)),
        area,
      ),
      ...ticksBelow(labelled(across.ticks(area.width)), area, 17, NAME_ROOM),
      baseline(area),
    ]),
    svg(
      'text',
      { x: area.left + area.width, y: area.top + area.height + 17, 'text-anchor': 'end' },
      time.dt === 1 ? 'step' : 'time t',
    ),
    ...curves.flatMap(({ letter, name, shares }, side) => [
      svg('path', {
        class: `escape-curve side-${letter}`,
        d: pathData([shares.slice(0, parts + 1).flatMap((share, part) => [x(part), y(share)])]),
      }),
      svg(
        'text',
        {
          class: `escape-curve-name side-${letter}`,
          x: area.left + area.width + 6,
          y: feet[side] + 4,
        },
        name,
      ),
    ]),
  );
}
