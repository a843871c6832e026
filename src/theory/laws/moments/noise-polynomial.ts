import { type Matrix, monomials } from './symmetric-power';

/** Powers of xi and of eta. */
export interface Exponents {
  xi: number;
  eta: number;
}

/** A linear map of products, as a polynomial in the noise of a step: one term for each power. */
export interface NoiseTerm extends Exponents {
  matrix: number[][];
}

/** A linear map that depends on the noise: constant + xi times one map + eta times another. */
export interface NoisyMap {
  constant: Matrix;
  xi: Matrix;
  eta: Matrix;
}

/** Powers of xi and eta up to `degree` together, as far as the noise has them. */
export function exponentsUpTo(degree: number, { xi, eta }: NoisyMap): Exponents[] {
  const used = (matrix: Matrix) => matrix.some((row) => row.some((value) => value !== 0));
  const [mostXi, mostEta] = [used(xi) ? degree : 0, used(eta) ? degree : 0];
  return Array.from({ length: mostXi + 1 }, (_, a) =>
    Array.from({ length: Math.min(mostEta, degree - a) + 1 }, (_, b) => ({ xi: a, eta: b })),
  ).flat();
}

/**
 * What a map of the state does to the products of `degree` of its entries, by powers of the noise.
 * Rows and columns of each matrix: `monomials`.
 */
export function noiseTerms(map: NoisyMap, degree: number): NoiseTerm[] {
  const variables = map.constant.length;
  const lists = monomials(variables, degree);
  const number = new Map(lists.map((list, i) => [list.join(), i]));
  const terms = exponentsUpTo(degree, map).map((own) => ({
    ...own,
    matrix: lists.map(() => lists.map(() => 0)),
  }));
  const parts = [
    { xi: 0, eta: 0, matrix: map.constant },
    { xi: 1, eta: 0, matrix: map.xi },
    { xi: 0, eta: 1, matrix: map.eta },
  ];
  lists.forEach((rows, row) => {
    /** Chooses an entry of each factor of the product in turn. */
    const expand = (at: number, columns: number[], xi: number, eta: number, value: number) => {
      if (at === degree) {
        const column = number.get([...columns].sort((a, b) => a - b).join())!;
        const term = terms.find((one) => one.xi === xi && one.eta === eta)!;
        term.matrix[row][column] += value;
        return;
      }
      for (const part of parts)
        part.matrix[rows[at]].forEach((entry, column) => {
          if (entry !== 0)
            expand(at + 1, [...columns, column], xi + part.xi, eta + part.eta, value * entry);
        });
    };
    expand(0, [], 0, 0, 1);
  });
  return terms;
}
