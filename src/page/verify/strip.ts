import type { CheckResult } from '../../experiment/verify/verify';
import { svg } from '../shared/svg';

const [WIDTH, HEIGHT] = [112, 18];
/** From theory to either limit, in pixels of the picture. */
const REACH = 44;
const NORMAL_975 = 1.96;

/**
 * Measured against theory: the dashed line is theory, the ends are as far away as a check may be,
 * and a dot is what was measured. What lies beyond the ends fails and is drawn at the edge as a
 * cross. The numbers stand beside it in words.
 *
 * @param zLimit  Standard errors at which a check fails.
 * @param intervals  Whether the 95 % intervals are drawn too.
 */
export function strip(
  checks: readonly CheckResult[],
  zLimit: number,
  intervals: boolean,
): SVGSVGElement {
  const middle = WIDTH / 2;
  const y = HEIGHT / 2;
  const picture = svg('svg', {
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    width: WIDTH,
    height: HEIGHT,
    class: 'strip-picture',
    'aria-hidden': 'true',
  });
  picture.append(
    svg('path', { class: 'range', d: `M${middle - REACH} ${y}H${middle + REACH}` }),
    svg('path', {
      class: 'limit',
      d: `M${middle - REACH} ${y - 6}v12M${middle + REACH} ${y - 6}v12`,
    }),
    svg('path', { class: 'theory', d: `M${middle} 1V${HEIGHT - 1}` }),
  );
  for (const check of checks) {
    const room = zLimit * check.standardError + check.allowance;
    const offset = check.measured - check.theory;
    const scale = room > 0 ? REACH / room : 0;
    if (!check.holds) {
      const x = middle + (offset < 0 ? -1 : 1) * (REACH + 7);
      picture.append(svg('path', { class: 'beyond', d: `M${x - 4} ${y - 4}l8 8m0 -8l-8 8` }));
      continue;
    }
    const x = middle + offset * scale;
    if (intervals && check.standardError > 0) {
      const half = Math.min(NORMAL_975 * check.standardError * scale, REACH);
      picture.append(
        svg('path', {
          class: 'interval',
          d: `M${Math.max(0, x - half).toFixed(2)} ${y}H${Math.min(WIDTH, x + half).toFixed(2)}`,
        }),
      );
    }
    picture.append(svg('circle', { class: 'dot', cx: x, cy: y, r: 3.5 }));
  }
  return picture;
}
