import {
  curvatureProgram,
  FIRST_PARAMETER,
  type FormulaText,
  slopeProgram,
  valueProgram,
} from '../../formula/loss-formula';

/** A formula without its noise, with the parameters that it has. */
export interface FormulaAtRest {
  text: FormulaText;
  parameters: readonly number[];
}

/** Value, slopes and second derivatives at a place. Shape of the matrix: [coordinates][coordinates]. */
export function formulaAt({ text, parameters }: FormulaAtRest) {
  const programs = {
    value: valueProgram(text),
    slopes: slopeProgram(text),
    curvatures: curvatureProgram(text),
  };
  for (const { variables } of Object.values(programs)) variables.set(parameters, FIRST_PARAMETER);
  const size = text.coordinates;
  return {
    value: (x: ArrayLike<number>): number => {
      programs.value.variables.set(x);
      return programs.value.run();
    },
    slopes: (x: ArrayLike<number>): number[] => {
      programs.slopes.variables.set(x);
      programs.slopes.run();
      return Array.from({ length: size }, (_, k) => programs.slopes.result(k));
    },
    curvatures: (x: ArrayLike<number>): number[][] => {
      programs.curvatures.variables.set(x);
      programs.curvatures.run();
      const matrix = Array.from({ length: size }, () => new Array<number>(size).fill(0));
      let root = 0;
      for (let i = 0; i < size; i++)
        for (let j = i; j < size; j++)
          matrix[i][j] = matrix[j][i] = programs.curvatures.result(root++);
      return matrix;
    },
  };
}
