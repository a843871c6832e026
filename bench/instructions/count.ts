import { type Block, type Instruction, type Module, parseSpirv } from './spirv';

/**
 * Counts the instructions of a kernel in the SPIR-V that Dawn hands to a driver. What the driver
 * makes of it is not known here: it drops what is computed twice and may join two into one. The
 * count tells, on a machine without a card, whether a change of a shader adds work.
 */

/** Instructions by class. A vector counts once a component; both sides of a branch count. */
export interface InstructionCount {
  float: number;
  integer: number;
  shift: number;
  /** Comparisons, logic and selections. */
  select: number;
  convert: number;
  /** Scalars that are loaded from buffers and stored there. */
  memory: number;
}

const CLASSES: [keyof InstructionCount, RegExp][] = [
  ['shift', /^Shift/],
  ['convert', /^Convert/],
  ['select', /^(Select|Logical|Any$|All$|[FIUS]\w*(Equal|Less|Greater)\w*$)/],
  ['float', /^(F(Add|Sub|Mul|Div|Rem|Mod|Negate)|VectorTimesScalar|Dot)$/],
  [
    'integer',
    /^(I(Add|Sub|Mul)|[SU](Div|Mod|Rem)|SNegate|Bitwise\w+|Not|Bit(Count|Reverse|Field)\w*)$/,
  ],
  // Built-in functions, by their names in GLSL.std.450.
  ['integer', /^[SU](Min|Max|Clamp|Abs)$/],
  [
    'float',
    /^(Fma|FAbs|FSign|[FN](Min|Max|Clamp)|Floor|Ceil|Trunc|Fract|Sqrt|InverseSqrt|Exp2?|Log2?|Pow|Sin|Cos|Tanh?)$/,
  ],
];
/** What costs nothing where values are in registers, or is counted where it leads. */
const FREE =
  /^(Variable|AccessChain|Bitcast|Composite\w+|CopyObject|Vector(Shuffle|ExtractDynamic|InsertDynamic)|Branch(Conditional)?|Switch|SelectionMerge|LoopMerge|Return(Value)?|Unreachable|Phi|ArrayLength)$/;

/** A loop, or the body of a function. */
interface Region {
  /** Turns, where a constant bounds them; null where not. */
  turns: number | null;
  own: InstructionCount;
  inside: Region[];
}

const nothing = (): InstructionCount => ({
  float: 0,
  integer: 0,
  shift: 0,
  select: 0,
  convert: 0,
  memory: 0,
});

const kinds = Object.keys(nothing()) as (keyof InstructionCount)[];

export function sum(count: InstructionCount): number {
  return kinds.reduce((total, kind) => total + count[kind], 0);
}

function add(to: InstructionCount, from: InstructionCount, times: number): void {
  for (const kind of kinds) to[kind] += times * from[kind];
}

/**
 * Instructions that one particle costs a step: those of the innermost loop without a constant
 * bound, divided by the steps of its turn, and those of the loop around it, where there is one.
 *
 * @param disassembly  SPIR-V of one kernel, as text.
 * @param turnSteps  Steps that a turn of that loop makes.
 * @param outerSteps  Steps that a turn of the loop around it makes: infinitely many where it is done
 *   once a run.
 * @throws Error at an unknown opcode.
 */
export function instructionsPerStep(
  disassembly: string,
  turnSteps: number,
  outerSteps = Number.POSITIVE_INFINITY,
): InstructionCount {
  const counter = new Counter(parseSpirv(disassembly));
  const chain = longestOpenChain(counter.region(counter.kernel()));
  const [turn, outer] = chain.reverse();
  if (!turn) throw new Error('The kernel has no loop over steps.');
  const total = nothing();
  add(total, closed(turn), 1 / turnSteps);
  if (outer) add(total, ownOf(outer), 1 / outerSteps);
  return total;
}

/**
 * Loops without a constant bound, each inside the one before, as deep as they go; of two as deep,
 * those whose last one costs more.
 */
function longestOpenChain(region: Region): Region[] {
  const weight = (chain: Region[]) => {
    const last = chain.at(-1);
    return last ? 1e6 * chain.length + sum(ownOf(last)) : 0;
  };
  const chains = region.inside.map(longestOpenChain);
  const longest = chains.reduce((best, chain) => (weight(chain) > weight(best) ? chain : best), []);
  return region.turns === null ? [region, ...longest] : longest;
}

/** What a region costs, all loops in it included. */
function closed({ own, inside }: Region): InstructionCount {
  const total = { ...own };
  for (const loop of inside) {
    if (loop.turns === null) throw new Error('A loop inside a turn has no constant bound.');
    add(total, closed(loop), loop.turns);
  }
  return total;
}

/** What a region costs without its loops that have no constant bound. */
function ownOf({ own, inside }: Region): InstructionCount {
  const total = { ...own };
  for (const loop of inside) if (loop.turns !== null) add(total, ownOf(loop), loop.turns);
  return total;
}

class Counter {
  private readonly regions = new Map<string, Region>();
  /** Type of every id. */
  private readonly types = new Map<string, string>();

  constructor(private readonly module: Module) {
    for (const blocks of module.functions.values())
      for (const { instructions } of blocks)
        for (const { result, operands } of instructions)
          if (result) this.types.set(result, operands[0]);
    for (const [id, { opcode, operands }] of module.globals)
      if (/^Op(Constant|Variable|SpecConstant)/.test(opcode)) this.types.set(id, operands[0]);
  }

  /** The function that the entry point hands its arguments to. */
  kernel(): string {
    const { functions, entry } = this.module;
    const called = functions
      .get(entry)!
      .flatMap(({ instructions }) => instructions)
      .filter(({ opcode }) => opcode === 'OpFunctionCall');
    return called.length === 1 ? called[0].operands[1] : entry;
  }

  region(name: string): Region {
    let region = this.regions.get(name);
    if (!region) {
      const blocks = this.module.functions.get(name)!;
      region = this.regionOf(blocks, blocks[0].label, null, 1);
      this.regions.set(name, region);
    }
    return region;
  }

  /** The blocks from `first` on, up to `end`; loops among them are regions of their own. */
  private regionOf(
    blocks: Block[],
    first: string,
    end: string | null,
    turns: number | null,
  ): Region {
    const byLabel = new Map(blocks.map((block) => [block.label, block]));
    const region: Region = { turns, own: nothing(), inside: [] };
    const seen = new Set<string>(end ? [end] : []);
    const open = [first];
    while (open.length > 0) {
      const label = open.pop()!;
      if (seen.has(label)) continue;
      seen.add(label);
      const block = byLabel.get(label)!;
      if (block.loopEnd && label !== first) {
        // A branch out of this region may also be in the loop: it leads to `end`, which is seen.
        const loop = this.regionOf(blocks, label, block.loopEnd, this.turnsOf(blocks, block));
        region.inside.push(loop);
        for (const inner of this.labelsOf(byLabel, label, block.loopEnd)) seen.add(inner);
        open.push(block.loopEnd);
        continue;
      }
      for (const instruction of block.instructions) this.count(instruction, region);
      open.push(...block.next);
    }
    return region;
  }

  private labelsOf(byLabel: Map<string, Block>, first: string, end: string): Set<string> {
    const labels = new Set<string>();
    const open = [first];
    while (open.length > 0) {
      const label = open.pop()!;
      if (label === end || labels.has(label)) continue;
      labels.add(label);
      open.push(...byLabel.get(label)!.next);
    }
    return labels;
  }

  /** The constant that a loop's variable is held against at its head, or null. */
  private turnsOf(blocks: Block[], header: Block): number | null {
    const next = blocks.find(({ label }) => label === header.next[0]);
    const test = [...header.instructions, ...(next?.instructions ?? [])].find(
      ({ opcode }) => opcode === 'OpULessThan',
    );
    const bound = test && this.module.globals.get(test.operands[2]);
    return bound?.opcode === 'OpConstant' ? Number(bound.operands[1]) : null;
  }

  private count(instruction: Instruction, region: Region): void {
    const { opcode, operands } = instruction;
    if (opcode === 'OpFunctionCall') {
      const called = this.region(operands[1]);
      add(region.own, called.own, 1);
      region.inside.push(...called.inside);
      return;
    }
    if (opcode === 'OpLoad' || opcode === 'OpStore' || opcode.startsWith('OpAtomic')) {
      const pointer = opcode === 'OpStore' ? operands[0] : operands[1];
      const [storage, pointee] = this.definition(this.types.get(pointer)!).operands;
      if (/^(StorageBuffer|Uniform|Workgroup)$/.test(storage))
        region.own.memory += this.scalars(pointee);
      return;
    }
    const name = opcode === 'OpExtInst' ? operands[2] : opcode.slice(2);
    if (FREE.test(name)) return;
    const kind = CLASSES.find(([, pattern]) => pattern.test(name))?.[0];
    if (!kind) throw new Error(`The instruction ${name} is of no known class.`);
    if (name === 'Dot') region.own[kind] += 2 * this.scalars(this.types.get(operands[1])!) - 1;
    else region.own[kind] += this.scalars(operands[0]);
  }

  private definition(type: string): Instruction {
    return this.module.globals.get(type)!;
  }

  /** Scalars in a value of a type. */
  private scalars(type: string): number {
    const { opcode, operands } = this.definition(type);
    switch (opcode) {
      case 'OpTypeVector':
        return Number(operands[1]);
      case 'OpTypeStruct':
        return operands.reduce((sum, member) => sum + this.scalars(member), 0);
      case 'OpTypeArray':
        return Number(this.definition(operands[1]).operands[1]) * this.scalars(operands[0]);
      default:
        return 1;
    }
  }
}
