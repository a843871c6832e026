/**
 * Root of a continuous f between `low` and `high`, where f has different signs, by Brent's method:
 * inverse interpolation guarded by bisection. Infinite values of f are allowed, only their sign is
 * used. Accurate to `tolerance` times the root plus `floor`. Throws RangeError when the signs do
 * not differ. Held by tests/unit/theory/roots.test.ts. Source: Brent (1973), Algorithms for
 * Minimization without Derivatives, chapter 4.
 */
export function findRoot(
  f: (x: number) => number,
  low: number,
  high: number,
  tolerance = 1e-15,
  floor = 1e-300,
): number {
  let a = low;
  let b = high;
  let fa = f(a);
  let fb = f(b);
  if (fa === 0) return a;
  if (fb === 0) return b;
  if (!(fa > 0 !== fb > 0)) throw new RangeError(`no sign change between ${low} and ${high}`);
  let c = a;
  let fc = fa;
  let step = b - a;
  let before = step;
  for (let i = 0; i < 200; i++) {
    if (Math.abs(fc) < Math.abs(fb)) {
      [a, b, c] = [b, c, b];
      [fa, fb, fc] = [fb, fc, fb];
    }
    const tiny = tolerance * Math.abs(b) + floor;
    const half = (c - b) / 2;
    if (Math.abs(half) <= tiny || fb === 0) return b;
    let next = half;
    if (
      Math.abs(before) > tiny &&
      Math.abs(fa) > Math.abs(fb) &&
      Number.isFinite(fa) &&
      Number.isFinite(fc)
    ) {
      const s = fb / fa;
      let p: number;
      let q: number;
      if (a === c) {
        p = 2 * half * s;
        q = 1 - s;
      } else {
        const u = fa / fc;
        const r = fb / fc;
        p = s * (2 * half * u * (u - r) - (b - a) * (r - 1));
        q = (u - 1) * (r - 1) * (s - 1);
      }
      if (p > 0) q = -q;
      else p = -p;
      if (2 * p < Math.min(3 * half * q - Math.abs(tiny * q), Math.abs(before * q))) next = p / q;
    }
    before = next === half ? half : step;
    step = next;
    a = b;
    fa = fb;
    b += Math.abs(next) > tiny ? next : Math.sign(half) * tiny;
    fb = f(b);
    if (fb > 0 === fc > 0) {
      c = a;
      fc = fa;
      step = b - a;
      before = step;
    }
  }
  return b;
}

/**
 * Place of the minimum of a unimodal f on [low, high] by golden sections, to about 1e-8 of the
 * interval.
 */
export function findMinimum(f: (x: number) => number, low: number, high: number): number {
  const golden = (Math.sqrt(5) - 1) / 2;
  let a = low;
  let b = high;
  let x = b - golden * (b - a);
  let y = a + golden * (b - a);
  let fx = f(x);
  let fy = f(y);
  for (let i = 0; i < 60 && b - a > 1e-9 * Math.abs(high - low); i++) {
    if (fx < fy) {
      b = y;
      [y, fy] = [x, fx];
      x = b - golden * (b - a);
      fx = f(x);
    } else {
      a = x;
      [x, fx] = [y, fy];
      y = a + golden * (b - a);
      fy = f(y);
    }
  }
  return (a + b) / 2;
}
