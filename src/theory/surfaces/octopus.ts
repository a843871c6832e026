/** Own numbers of an octopus: L, gamma, arm, coefficients of the bend, depth of a step down. */
export type OctopusNumbers = readonly number[];

interface Profile {
  value: number;
  slope: number;
}

/**
 * The way from a ridge to a minimum at 4 arms: -gamma u^2, a polynomial from 1 to 2 arms, then
 * L (u - 4 arm)^2 - depth. Twice differentiable. Du et al. (2017), section 4.
 */
function profileAt([wall, ridge, arm, third, fourth, depth]: OctopusNumbers, u: number): Profile {
  const d = u - arm;
  if (d >= arm) {
    const beyond = u - 4 * arm;
    return { value: wall * beyond * beyond - depth, slope: 2 * wall * beyond };
  }
  const value = -ridge * u * u;
  const slope = -2 * ridge * u;
  if (d <= 0) return { value, slope };
  return {
    value: value + d * d * d * (third + fourth * d),
    slope: slope + d * d * (3 * third + 4 * fourth * d),
  };
}

/** From 0 up to 1 arm to 1 from 2 arms on, twice differentiable; and its slope. */
function gateAt([, , arm]: OctopusNumbers, u: number): Profile {
  const t = Math.min(1, Math.max(0, (u - arm) / arm));
  const rest = t * (1 - t);
  return { value: t * t * t * ((6 * t - 15) * t + 10), slope: (30 / arm) * rest * rest };
}

/**
 * The octopus of Du et al. (2017) at x, and its slope where `slope` is given. On the tubes of the
 * paper it is their function; between and beyond them each coordinate x_i is held by
 * (1 - s) L x_i^2 + s P(|x_i|), s the gate of the coordinate before.
 * Shape of x and slope: [saddles].
 */
export function octopusAt(
  numbers: OctopusNumbers,
  x: ArrayLike<number>,
  slope?: Float64Array,
): number {
  const wall = numbers[0];
  let sum = 0;
  let open = 1;
  for (let i = 0; i < x.length; i++) {
    const u = Math.abs(x[i]);
    const profile = profileAt(numbers, u);
    const gate = gateAt(numbers, u);
    sum += (1 - open) * (wall * u * u) + open * profile.value;
    if (slope) {
      const next = i + 1 < x.length ? Math.abs(x[i + 1]) : 0;
      const gain = i + 1 < x.length ? profileAt(numbers, next).value - wall * next * next : 0;
      slope[i] =
        (1 - open) * (2 * wall * x[i]) +
        Math.sign(x[i]) * (open * profile.slope + gate.slope * gain);
    }
    open = gate.value;
  }
  return sum;
}
