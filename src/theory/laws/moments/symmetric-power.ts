/** A linear map. Shape: [rows][columns]. */
export type Matrix = readonly (readonly number[])[];

/** A linear map that depends on the learning rate: fixed + rate varying. */
export interface Pencil {
  fixed: Matrix;
  varying: Matrix;
}

/** Products of `degree` variables, as rising lists of their numbers, in a fixed order. */
export function monomials(variables: number, degree: number): readonly (readonly number[])[] {
  return tableOf(variables, degree).lists;
}

interface Table {
  lists: number[][];
  /** Number of the product with one more factor. Shape: [product][variable]. */
  raised: number[][];
}

const tables = new Map<string, Table>();

function tableOf(variables: number, degree: number): Table {
  const key = `${variables} ${degree}`;
  const known = tables.get(key);
  if (known) return known;
  let lists: number[][] = [[]];
  for (let k = 0; k < degree; k++) lists = lists.flatMap((list) => longer(list, variables));
  const next = lists.flatMap((list) => longer(list, variables));
  const numbers = new Map(next.map((list, i) => [list.join(), i]));
  const raised = lists.map((list) =>
    Array.from({ length: variables }, (_, u) =>
      Number(numbers.get([...list, u].sort((a, b) => a - b).join())),
    ),
  );
  const table = { lists, raised };
  tables.set(key, table);
  return table;
}

function longer(list: number[], variables: number): number[][] {
  const from = list.at(-1) ?? 0;
  return Array.from({ length: variables - from }, (_, i) => [...list, from + i]);
}

/**
 * What a map s' = (fixed + rate varying) s does to the products of `degree` entries of s, as a
 * polynomial in the rate: element k is the matrix at rate^k. Rows and columns: `monomials` of the
 * rows and the columns of the map.
 */
export function symmetricPowers({ fixed, varying }: Pencil, degree: number): number[][][] {
  const columns = fixed[0].length;
  // Of each product of rows its polynomial. Shape: [product][power of the rate][product of
  // columns].
  let rows: number[][][] = [[[1]]];
  for (let k = 1; k <= degree; k++) {
    const before = rows;
    const shorter = tableOf(fixed.length, k - 1);
    const { raised } = tableOf(columns, k - 1);
    const { length } = tableOf(columns, k).lists;
    rows = tableOf(fixed.length, k).lists.map((list) => {
      const last = list[k - 1];
      const first = shorter.lists.findIndex((one) => one.every((v, i) => v === list[i]));
      const found = Array.from({ length: k + 1 }, () => new Array<number>(length).fill(0));
      before[first].forEach((coefficients, power) => {
        coefficients.forEach((coefficient, j) => {
          if (coefficient === 0) return;
          for (let u = 0; u < columns; u++) {
            const at = raised[j][u];
            if (fixed[last][u] !== 0) found[power][at] += coefficient * fixed[last][u];
            if (varying[last][u] !== 0) found[power + 1][at] += coefficient * varying[last][u];
          }
        });
      });
      return found;
    });
  }
  return Array.from({ length: degree + 1 }, (_, power) => rows.map((row) => row[power]));
}

/** What a map does to the products of `degree` entries. */
export function symmetricPower(map: Matrix, degree: number): number[][] {
  const varying = map.map((row) => row.map(() => 0));
  return symmetricPowers({ fixed: map, varying }, degree)[0];
}

/** matrix times vector, where a zero factor wins over an infinite one. */
export function applied(matrix: Matrix, vector: readonly number[]): number[] {
  return matrix.map((row) => {
    let sum = 0;
    for (let k = 0; k < row.length; k++)
      if (row[k] !== 0 && vector[k] !== 0) sum += row[k] * vector[k];
    return sum;
  });
}

/** The map `after` of what the map `first` gives. */
export function composed(after: Matrix, first: Matrix): number[][] {
  return after.map((row) =>
    first[0].map((_, j) => {
      let sum = 0;
      for (let k = 0; k < row.length; k++)
        if (row[k] !== 0 && first[k][j] !== 0) sum += row[k] * first[k][j];
      return sum;
    }),
  );
}

/** matrix^n times vector, by squaring. n: a whole number >= 0. */
export function appliedTimes(matrix: Matrix, n: number, vector: readonly number[]): number[] {
  let result = [...vector];
  let power = matrix;
  for (let left = n; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = applied(power, result);
    if (left > 1) power = composed(power, power);
  }
  return result;
}

/** matrix^n, by squaring. n: a whole number >= 0. */
export function powerOf(matrix: Matrix, n: number): Matrix {
  let result: Matrix | null = null;
  let power = matrix;
  for (let left = n; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = result ? composed(power, result) : power;
    if (left > 1) power = composed(power, power);
  }
  return result ?? matrix.map((row, i) => row.map((_, j) => (i === j ? 1 : 0)));
}

/** Sum of weight times matrix. */
export function addTo(sum: number[][], weight: number, matrix: Matrix): void {
  for (let i = 0; i < sum.length; i++)
    for (let j = 0; j < sum[i].length; j++)
      if (matrix[i][j] !== 0) sum[i][j] += weight * matrix[i][j];
}

/** A polynomial of matrices at `rate`. */
export function atRate(powers: readonly Matrix[], rate: number): number[][] {
  return powers[0].map((row, i) =>
    row.map((_, j) => {
      let sum = 0;
      for (let k = powers.length - 1; k >= 0; k--)
        sum = (sum === 0 ? 0 : sum * rate) + powers[k][i][j];
      return sum;
    }),
  );
}
