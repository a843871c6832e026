import { MOST_VARIABLES } from '../../formula/loss-formula';
import { LONGEST_FORMULA } from '../../formula/parse';
import {
  FIRST_STEP_PARAMETER,
  LineError,
  MOST_MEMORY,
  stepProgram,
} from '../../formula/step-formula';
import { LARGEST_MAGNITUDE, type NamedNumber } from '../field';
import type { Refusal } from '../refusal';
import type { ModelNotes } from '../text';
import { defineOptimizer, type OptimizerText } from './optimizer';

export const stepByFormula = defineOptimizer({
  kind: 'formula',
  fields: {
    /** Of x, the noisy slope g, the learning rate h, the number n of the step, and memory. */
    step: { type: 'text', most: LONGEST_FORMULA, default: 'm' },
    memory: {
      type: 'texts',
      most: MOST_MEMORY,
      characters: LONGEST_FORMULA,
      default: ['m: 0.9*m + 0.1*g'],
    },
    parameters: {
      type: 'named',
      most: MOST_VARIABLES,
      min: -LARGEST_MAGNITUDE,
      max: LARGEST_MAGNITUDE,
      link: 'methodParameters',
    },
  },
  memory: MOST_MEMORY,
  averages: false,
  coupled: false,
  kicks: false,
  gradient: 'sampled',
  steps: 'normalised',
  refuses,
  simd: 'formula',
  theory: null,
});

/** Own values of a spec's method, as the schema has checked them. */
interface Values {
  step: string;
  memory: readonly string[];
  parameters: Readonly<Record<string, NamedNumber>>;
}

function refuses(optimizer: object): Refusal | null {
  const { step, memory, parameters } = optimizer as Values;
  try {
    const program = stepProgram({ step, memory, parameters: Object.keys(parameters) });
    // x, g, h and n of a first step.
    program.variables.set([0.1, 1, 0.1, 1]);
    program.variables.set(
      Object.values(parameters).map(({ value }) => value),
      FIRST_STEP_PARAMETER,
    );
    program.run();
    for (let line = 0; line < program.count; line++)
      if (!Number.isFinite(program.result(line)))
        return {
          path: line === memory.length ? 'optimizer.step' : `optimizer.memory[${line}]`,
          found: memory[line] ?? step,
          accepted: 'a formula that is a number in a first step, where g = 1 and memory is 0',
        };
    return null;
  } catch (error) {
    if (!(error instanceof LineError)) throw error;
    const [, line] = /memory\[(\d)\]/.exec(error.line) ?? [];
    const found = line ? memory[Number(line)] : step;
    return {
      path: `optimizer.${error.line}`,
      found: error.line === 'parameters' ? Object.keys(parameters).join(', ') : found,
      accepted: error.message,
    };
  }
}

export const stepByFormulaText: OptimizerText = {
  name: 'formula of your own',
  family: 'Your own',
  hint: 'A step and its memory as you write them.',
  fields: {
    step: { symbol: '', word: 'step', label: 'step' },
    memory: { symbol: '', word: 'memory', label: 'memory' },
    parameters: { symbol: '', word: 'parameter', label: 'parameter' },
  },
};

export const stepByFormulaNotes: ModelNotes = {
  source: 'its reader',
};
