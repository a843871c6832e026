import { exp, expm1, log1p, power, square } from '../../numerics/elementary';
import { logAbsolute } from '../exponents/lyapunov';
import { fairCoins } from '../numerics/fair-coins';
import { atomicLaw, type Law, shortNumber } from './distribution';
import { stepPower } from './transient';

/**
 * x after n steps x <- x + w S, S the mean of `batchSize` fair signs: start + w (2 heads - coins) /
 * batchSize with coins = n batchSize. Exact for every n and batchSize with at most 1e9 coins.
 */
export function latticeLaw(start: number, w: number, n: number, batchSize = 1): Law {
  const coins = n * batchSize;
  const { first, probability } = fairCoins(coins);
  const unit = Math.abs(w) / batchSize;
  const values = probability.map((_, i) => start + unit * (2 * (first + i) - coins));
  return atomicLaw(
    {
      name: 'lattice',
      title: `Sum of ${shortNumber(coins)} coins`,
      kind: 'transient',
      exact: true,
      parameters: { coins, start, spacing: 2 * unit },
      mean: start,
      variance: unit * unit * coins,
      tailExponent: null,
    },
    values,
    probability,
    1e-12 * (Math.abs(start) + unit),
  );
}

/**
 * x = centre + y_n, y_n the product of y_0 = start - centre and n factors m + v or m - v of a fair
 * coin: the coin tree. Exact for every n up to 1e9, any m and v (factors may vanish or be
 * negative). Atoms whose log |y / y_0| is 0 but for rounding are put exactly at |y_0|, so that ties
 * with the start count as ties.
 */
export function coinTreeLaw(
  start: number,
  m: number,
  v: number,
  n: number,
  centre = 0,
  pull = m - 1,
): Law {
  const y0 = start - centre;
  const { first, probability } = fairCoins(n);
  const up = m + v;
  const down = m - v;
  const logUp = logAbsolute(up, pull + v);
  const logDown = logAbsolute(down, pull - v);
  const atoms = Array.from(probability, (weight, i) => {
    const heads = first + i;
    // 0 times log 0 is 0 here: a factor that never came up.
    const ups = heads > 0 ? heads * logUp : 0;
    const downs = heads < n ? (n - heads) * logDown : 0;
    const log = ups + downs;
    const tie = Math.abs(log) < 1e-12 + 1e-15 * (Math.abs(ups) + Math.abs(downs));
    const odd = (up < 0 ? heads : 0) + (down < 0 ? n - heads : 0);
    const sign = odd % 2 === 0 ? 1 : -1;
    return { value: centre + sign * y0 * (tie ? 1 : exp(log)), weight };
  }).sort((a, b) => a.value - b.value);
  // (m^2 + v^2)^n - m^2n, without cancellation where the two are close.
  const ratio = n * log1p(square(v / m));
  const mean = centre + y0 * stepPower(m, n, pull);
  return atomicLaw(
    {
      name: 'coin-tree',
      title: `Coin tree of ${shortNumber(n)} ${n === 1 ? 'toss' : 'tosses'}`,
      kind: 'transient',
      exact: true,
      parameters: { tosses: n, start, factorHeads: up, factorTails: down, centre },
      mean,
      variance:
        y0 *
        y0 *
        (ratio < 1
          ? stepPower(m, 2 * n, pull) * expm1(ratio)
          : power(m * m + v * v, n) - stepPower(m, 2 * n, pull)),
      tailExponent: null,
    },
    atoms.map((atom) => atom.value),
    atoms.map((atom) => atom.weight),
    centre === 0 ? 0 : 1e-15 * Math.abs(centre),
  );
}
