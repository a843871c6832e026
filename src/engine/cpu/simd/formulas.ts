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
  roots: () => readonly Node[];
  slots: number;
  /** Values of its parameters, and the slot of the first one. */
  parameters: readonly number[];
  firstParameter: number;
}

/** Its code in one kernel. */
interface Compiled {
  run: WebAssembly.ExportValue;
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
  private readonly compiled = new Map<string, Compiled>();
  /** Places in the table. */
  private readonly places = new Map<Part['name'], number>();

  private readonly functions: WebAssembly.Exports;

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
    let bytes = keptBytes(steadyOf(texts).length);
    for (const part of partsOf(texts, run)) bytes += this.bytesOfPart(part);
    return bytes;
  }

  /**
   * Puts the formulas of a run into the table, and their constants and parameters into memory.
   * @param at  Address of `bytesOf` bytes.
   */
  write(texts: FormulaTexts, run: RunParameters, at: number): Partial<FormulaWords> {
    const steadyCount = steadyOf(texts).length;
    const words: Partial<FormulaWords> = { steadyCount, kept: at };
    const kept = keptBytes(steadyCount);
    // No step is -1.
    new Int32Array(this.memory.buffer, at, kept / 4).fill(-1);
    let next = at + kept;
    for (const part of partsOf(texts, run)) {
      const code = this.codeOf(part);
      const lanes = new Float32Array(this.memory.buffer, next, this.bytesOfPart(part) / 4);
      const write = (values: readonly number[], first: number) => {
        for (const [i, value] of values.entries())
          lanes.fill(value, 4 * (first + i), 4 * (first + i + 1));
      };
      lanes.fill(0);
      write(part.parameters, part.firstParameter);
      write(code.constants, part.slots);
      words[`${part.name}Function`] = this.placed(part.name, code);
      words[`${part.name}Variables`] = next;
      next += lanes.byteLength;
    }
    return words;
  }

  private bytesOfPart(part: Part): number {
    return LANE_BYTES * (part.slots + this.codeOf(part).constants.length);
  }

  private placed(name: Part['name'], { run }: Compiled): number {
    const place = this.places.get(name) ?? this.table.grow(1);
    this.places.set(name, place);
    this.table.set(place, run);
    return place;
  }

  private codeOf({ name, text, roots, slots }: Part): Compiled {
    const key = `${name} ${JSON.stringify(text)}`;
    let code = this.compiled.get(key);
    if (!code) {
      const { bytes, constants } = laneCode(roots(), slots);
      const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), {
        k: { memory: this.memory },
        f: this.functions,
      });
      code = { run: exports.run, constants };
      if (this.compiled.size >= MOST_KEPT) this.compiled.clear();
      this.compiled.set(key, code);
    }
    return code;
  }
}

function keptBytes(steadyCount: number): number {
  return steadyCount > 0 ? KEPT_STEPS * (1 + steadyCount) * LANE_BYTES : 0;
}

/** What h, n and the parameters of a method decide alone. */
function steadyOf({ step }: FormulaTexts): readonly Node[] {
  return step ? stepSplit(step).steady : [];
}

function partsOf({ loss, step, noise }: FormulaTexts, run: RunParameters): Part[] {
  const parts: Part[] = [];
  if (loss)
    parts.push({
      name: 'loss',
      text: loss,
      roots: () => lossFormula(loss).slopes,
      slots: SLOTS,
      parameters: run.parameters,
      firstParameter: FIRST_PARAMETER,
    });
  if (step) {
    const { steady, roots } = stepSplit(step);
    const own = {
      text: step,
      parameters: run.methodParameters,
      firstParameter: FIRST_STEP_PARAMETER,
    };
    if (steady.length > 0)
      parts.push({ ...own, name: 'steady', roots: () => steady, slots: STEP_SLOT_COUNT });
    parts.push({
      ...own,
      name: 'step',
      roots: () => [roots[roots.length - 1], ...memoryOf(roots.slice(0, -1))],
      slots: STEP_SLOT_COUNT + steady.length,
    });
  }
  if (noise)
    parts.push({
      name: 'noise',
      text: noise,
      roots: () => noiseFormula(noise),
      slots: NOISE_SLOT_COUNT,
      parameters: [],
      firstParameter: NOISE_SLOT_COUNT,
    });
  return parts;
}

/** What all rows of memory become: those that a method does not use stay as they are. */
function memoryOf(made: readonly Node[]): Node[] {
  return Array.from(
    { length: MOST_MEMORY },
    (_, i) => made[i] ?? { id: -1, operation: 'variable', of: [], value: FIRST_MEMORY + i },
  );
}
