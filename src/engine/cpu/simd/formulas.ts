import type { Node } from '../../../formula/graph';
import { LANE_BYTES, laneCode } from '../../../formula/lane-code';
import {
  FIRST_PARAMETER,
  type FormulaText,
  lossFormula,
  SLOTS,
} from '../../../formula/loss-formula';
import {
  NOISE_SLOT_COUNT,
  type NoiseFormulaText,
  noiseFormula,
} from '../../../formula/noise-formula';
import {
  FIRST_MEMORY,
  FIRST_STEP_PARAMETER,
  MOST_MEMORY,
  STEP_SLOT_COUNT,
  type StepText,
  stepSplit,
} from '../../../formula/step-formula';
import type { RunParameters } from '../../run-parameters';
import { KEPT_STEPS } from './kept-steps';
import type { SIMD_OWN } from './layout';

/**
 * Formulas as functions of a SIMD kernel: assembly/formulas.ts. Loaded with the first spec that has
 * one.
 */
export { default as functionsText } from './assembly/kernel.ts?wasm-functions';

/** The formulas of a spec, where it has some. */
export interface FormulaTexts {
  loss: FormulaText | null;
  step: StepText | null;
  noise: NoiseFormulaText | null;
}

/** A formula of a run. */
interface Part {
  name: 'loss' | 'step' | 'steady' | 'noise';
  /** What its code depends on. */
  text: object;
  make: () => Pick<Code, 'slots'> & { roots: readonly Node[] };
  /** Values of its parameters, and the slot of the first one. */
  parameters: readonly number[];
  firstParameter: number;
}

/** Its code in one kernel. */
interface Code {
  run: WebAssembly.ExportValue;
  /** Number of variables; the constants follow them. */
  slots: number;
  constants: readonly number[];
}

/** What the kernel's parameters say of formulas. */
export type FormulaWords = Record<
  keyof typeof SIMD_OWN & (`${Part['name']}${'Function' | 'Variables'}` | 'steadyCount' | 'kept'),
  number
>;

/** Formulas that a kernel keeps for the next run, at most. */
const MOST_KEPT = 32;

/** The formulas of one kernel, in its table; their variables are in its memory. */
export class KernelFormulas {
  private readonly functions: WebAssembly.Exports;
  private readonly codes = new Map<string, Code>();
  /** Places in the table. */
  private readonly places = new Map<Part['name'], number>();

  /** @param functions  The module of assembly/formula-functions.ts. */
  constructor(
    private readonly memory: WebAssembly.Memory,
    private readonly table: WebAssembly.Table,
    functions: WebAssembly.Module,
  ) {
    this.functions = new WebAssembly.Instance(functions).exports;
  }

  /** Bytes that the formulas of a run take. */
  bytesOf(texts: FormulaTexts, run: RunParameters): number {
    let bytes = this.keptBytes(texts);
    for (const part of partsOf(texts, run)) bytes += variableBytes(this.codeOf(part));
    return bytes;
  }

  /**
   * Puts the formulas of a run into the table, and their constants and parameters into memory.
   * @param at  Address of `bytesOf` bytes.
   */
  write(texts: FormulaTexts, run: RunParameters, at: number): Partial<FormulaWords> {
    const words: Partial<FormulaWords> = { steadyCount: this.steadyCount(texts), kept: at };
    const kept = this.keptBytes(texts);
    // No step is -1.
    new Int32Array(this.memory.buffer, at, kept / 4).fill(-1);
    let next = at + kept;
    for (const part of partsOf(texts, run)) {
      const code = this.codeOf(part);
      const lanes = new Float32Array(this.memory.buffer, next, variableBytes(code) / 4);
      const write = (values: readonly number[], first: number) => {
        for (const [i, value] of values.entries())
          lanes.fill(value, 4 * (first + i), 4 * (first + i + 1));
      };
      lanes.fill(0);
      write(part.parameters, part.firstParameter);
      write(code.constants, code.slots);
      words[`${part.name}Function`] = this.placed(part.name, code);
      words[`${part.name}Variables`] = next;
      next += lanes.byteLength;
    }
    return words;
  }

  /** How much of a method h, n and the parameters decide alone: it stands behind the variables. */
  private steadyCount({ step }: FormulaTexts): number {
    return step ? this.codeOf(stepPart(step)).slots - STEP_SLOT_COUNT : 0;
  }

  private keptBytes(texts: FormulaTexts): number {
    const count = this.steadyCount(texts);
    return count > 0 ? KEPT_STEPS * (1 + count) * LANE_BYTES : 0;
  }

  private placed(name: Part['name'], { run }: Code): number {
    const place = this.places.get(name) ?? this.table.grow(1);
    this.places.set(name, place);
    this.table.set(place, run);
    return place;
  }

  private codeOf({ name, text, make }: Pick<Part, 'name' | 'text' | 'make'>): Code {
    const key = `${name} ${JSON.stringify(text)}`;
    let code = this.codes.get(key);
    if (!code) {
      const { roots, slots } = make();
      const { bytes, constants } = laneCode(roots, slots);
      const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), {
        k: { memory: this.memory },
        f: this.functions,
      });
      code = { run: exports.run, slots, constants };
      if (this.codes.size >= MOST_KEPT) this.codes.clear();
      this.codes.set(key, code);
    }
    return code;
  }
}

function variableBytes({ slots, constants }: Code): number {
  return LANE_BYTES * (slots + constants.length);
}

function partsOf({ loss, step, noise }: FormulaTexts, run: RunParameters): Part[] {
  const parts: Part[] = [];
  if (loss)
    parts.push({
      name: 'loss',
      text: loss,
      make: () => ({ roots: lossFormula(loss).slopes, slots: SLOTS }),
      parameters: run.parameters,
      firstParameter: FIRST_PARAMETER,
    });
  if (step) {
    const own = { parameters: run.methodParameters, firstParameter: FIRST_STEP_PARAMETER };
    parts.push({ ...own, ...steadyPart(step) }, { ...own, ...stepPart(step) });
  }
  if (noise)
    parts.push({
      name: 'noise',
      text: noise,
      make: () => ({ roots: noiseFormula(noise), slots: NOISE_SLOT_COUNT }),
      parameters: [],
      firstParameter: NOISE_SLOT_COUNT,
    });
  return parts;
}

function steadyPart(text: StepText) {
  const make = () => ({ roots: stepSplit(text).steady, slots: STEP_SLOT_COUNT });
  return { name: 'steady', text, make } as const;
}

/** The step, and what all rows of memory become: those that are not used stay as they are. */
function stepPart(text: StepText) {
  const make = () => {
    const { steady, roots } = stepSplit(text);
    const [step, ...memory] = [roots[roots.length - 1], ...roots.slice(0, -1)];
    for (let i = memory.length; i < MOST_MEMORY; i++)
      memory.push({ id: -1, operation: 'variable', of: [], value: FIRST_MEMORY + i });
    return { roots: [step, ...memory], slots: STEP_SLOT_COUNT + steady.length };
  };
  return { name: 'step', text, make } as const;
}
