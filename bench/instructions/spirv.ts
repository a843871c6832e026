/** What is read of a SPIR-V module, from its disassembly. */

export interface Instruction {
  opcode: string;
  /** Id of what it defines, or an empty string. */
  result: string;
  operands: string[];
}

export interface Block {
  label: string;
  instructions: Instruction[];
  /** Labels of the blocks that may follow. */
  next: string[];
  /** Where a loop that begins here ends, or null. */
  loopEnd: string | null;
}

export interface Module {
  /** Definition of every id outside functions. */
  globals: Map<string, Instruction>;
  /** Blocks of each function in order, the first is where it begins. */
  functions: Map<string, Block[]>;
  entry: string;
}

const LINE = /^\s*(?:(%\S+) = )?(Op\w+)(?: (.*))?$/;

export function parseSpirv(disassembly: string): Module {
  const module: Module = { globals: new Map(), functions: new Map(), entry: '' };
  let blocks: Block[] | null = null;
  for (const line of disassembly.split('\n')) {
    const found = LINE.exec(line);
    if (!found) continue;
    const [, result = '', opcode, rest = ''] = found;
    const operands = rest.split(' ').filter((operand) => operand !== '');
    const instruction = { opcode, result, operands };
    if (opcode === 'OpEntryPoint') module.entry = operands[1];
    else if (opcode === 'OpFunction') {
      blocks = [];
      module.functions.set(result, blocks);
    } else if (opcode === 'OpFunctionEnd') blocks = null;
    else if (!blocks) module.globals.set(result, instruction);
    else if (opcode === 'OpLabel')
      blocks.push({ label: result, instructions: [], next: [], loopEnd: null });
    else if (opcode !== 'OpFunctionParameter') {
      const block = blocks.at(-1)!;
      block.instructions.push(instruction);
      if (opcode === 'OpLoopMerge') block.loopEnd = operands[0];
      if (opcode === 'OpBranch') block.next = operands;
      if (opcode === 'OpBranchConditional') block.next = operands.slice(1, 3);
      if (opcode === 'OpSwitch')
        block.next = operands.filter((operand, k) => k > 0 && operand.startsWith('%'));
    }
  }
  return module;
}
