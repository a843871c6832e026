/** Noise of one step in standard deviations, and its probability. */
export interface Atom {
  probability: number;
  xi: number;
  eta: number;
  /** Of the isotropic normal noise that a method adds. */
  kick: number;
}

/** A step without noise. */
export const NO_NOISE: readonly Atom[] = [{ probability: 1, xi: 0, eta: 0, kick: 0 }];

/**
 * One fair sign each, equal with probability (1 + rho) / 2: first and second moments of any noise.
 */
export function signAtoms(rho: number): Atom[] {
  return [-1, 1].flatMap((xi) =>
    [-1, 1].map((agree) => ({
      probability: (1 + agree * rho) / 4,
      xi,
      eta: agree * xi,
      kick: 0,
    })),
  );
}

/** The standard normal law's moments up to the fifth: three-point Gauss-Hermite quadrature. */
const NORMAL = [
  { probability: 1 / 6, z: -Math.sqrt(3) },
  { probability: 2 / 3, z: 0 },
  { probability: 1 / 6, z: Math.sqrt(3) },
];

/** Moments of two standard normals up to the fifth. */
export function normalAtoms(rho: number): Atom[] {
  const complement = Math.sqrt((1 - rho) * (1 + rho));
  return NORMAL.flatMap((first) =>
    NORMAL.map((second) => ({
      probability: first.probability * second.probability,
      xi: first.z,
      eta: rho * first.z + complement * second.z,
      kick: 0,
    })),
  );
}

/**
 * Moments up to the fourth of the mean of `batchSize` pairs of fair signs, scaled to variance 1.
 * Cumulants add up: a sign of weight B^(-1/4) has the batch's fourth ones, 1/B of a sign's, and
 * normal noise the rest of the variance.
 */
export function batchOfSignsAtoms(rho: number, batchSize: number): Atom[] {
  if (batchSize === 1) return signAtoms(rho);
  const share = 1 / Math.sqrt(batchSize);
  const [sign, normal] = [Math.sqrt(share), Math.sqrt(1 - share)];
  return signAtoms(rho).flatMap((one) =>
    normalAtoms(rho).map((other) => ({
      probability: one.probability * other.probability,
      xi: sign * one.xi + normal * other.xi,
      eta: sign * one.eta + normal * other.eta,
      kick: 0,
    })),
  );
}

/** The same noise with independent kicks, of the moments that `degree` asks for. */
export function withKicks(atoms: readonly Atom[], degree: number): Atom[] {
  const kicks = degree <= 2 ? [-1, 1].map((z) => ({ probability: 1 / 2, z })) : NORMAL;
  return atoms.flatMap((atom) =>
    kicks.map(({ probability, z }) => ({
      ...atom,
      probability: atom.probability * probability,
      kick: z,
    })),
  );
}
