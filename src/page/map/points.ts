import { signed } from '../shared/format';

/**
 * A difference of shares and the ends of its interval in percentage points, with digits enough to
 * tell the ends apart.
 */
export function inPoints(difference: number, low: number, high: number): [string, string, string] {
  const decimals = high - low < 0.001 ? 2 : 1;
  const points = (share: number) => signed(100 * share, decimals);
  return [points(difference), points(low), points(high)];
}
