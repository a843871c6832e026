import { FUNCTIONS, isCondition, type Node, nodesOf, type Operation, realPower } from './graph';
import {
  CODE,
  functionImports,
  functionType,
  I32,
  localOf,
  moduleOf,
  section,
  sized,
  text,
  unsigned,
  vector,
} from './wasm-bytes';

/** Computes the roots of a program. */
export interface MachineCode {
  /** Slots of the variables that `run` takes, in their order. */
  slots: readonly number[];
  run(...variables: number[]): void;
  /** What `run` made of the roots: a number that is returned has a place of its own in memory. */
  results: Float64Array;
}

/** What the code of float64 alone has. */
const F64 = 0x7c;
const SELECT = 0x1b;
const STORE = 0x39;
const CONSTANT = { i32: 0x41, f64: 0x44 } as const;

/** Operations that are one instruction, and rounded by IEEE 754 as those of JavaScript are. */
const INSTRUCTIONS: Partial<Record<Operation, number>> = {
  less: 0x63,
  'at-most': 0x65,
  abs: 0x99,
  negate: 0x9a,
  sqrt: 0x9f,
  add: 0xa0,
  subtract: 0xa1,
  multiply: 0xa2,
  divide: 0xa3,
  min: 0xa4,
  max: 0xa5,
};

/** Functions that the module asks for: those of JavaScript, so that the digits are the same. */
const CALLED = {
  ...Object.fromEntries(Object.entries(FUNCTIONS).filter(([name]) => !(name in INSTRUCTIONS))),
  power: realPower,
};
const CALLED_NAMES: readonly string[] = Object.keys(CALLED);

/**
 * Makes a module of WebAssembly of the nodes: straight-line arithmetic of float64 with calls of the
 * functions of a formula, without loops, tables or branches. It computes what `Program` computes
 * operation by operation, to the bit.
 *
 * @returns null where this place runs no WebAssembly.
 */
export function machineCode(roots: readonly Node[]): MachineCode | null {
  const variables = nodesOf(roots).filter(({ operation }) => operation === 'variable');
  const slots = variables.map(({ value }) => value);
  const bytes = bytesOfModule(roots, variables);
  let module: WebAssembly.Module;
  try {
    module = new WebAssembly.Module(bytes);
  } catch {
    // A page may forbid it, and a browser may lack it.
    return null;
  }
  const { exports } = new WebAssembly.Instance(module, { f: CALLED });
  const { memory, run } = exports as { memory: WebAssembly.Memory; run: MachineCode['run'] };
  return { slots, run, results: new Float64Array(memory.buffer) };
}

function bytesOfModule(
  roots: readonly Node[],
  variables: readonly Node[],
): Uint8Array<ArrayBuffer> {
  const page = 65_536;
  const pages = Math.ceil((8 * roots.length) / page);
  const unary = functionType([F64], [F64]);
  const binary = functionType([F64, F64], [F64]);
  const own = functionType(
    variables.map(() => F64),
    [],
  );
  const imports = functionImports(CALLED_NAMES);
  return moduleOf([
    section(1, vector([unary, binary, own])),
    section(2, vector(imports)),
    section(3, vector([[2]])),
    section(5, vector([[0x00, ...unsigned(pages)]])),
    section(
      7,
      vector([
        [...text('memory'), 0x02, 0],
        [...text('run'), 0x00, ...unsigned(imports.length)],
      ]),
    ),
    section(10, vector([sized(body(roots, variables))])),
  ]);
}

/** Every node has a local: the variables, which come first, other numbers, and conditions. */
function body(roots: readonly Node[], variables: readonly Node[]): number[] {
  const nodes = nodesOf(roots).filter(({ of }) => of.length > 0);
  const numbers = nodes.filter((node) => !isCondition(node));
  const conditions = nodes.filter(isCondition);
  const locals = new Map([...variables, ...numbers, ...conditions].map((node, i) => [node, i]));
  const value = (node: Node): number[] => {
    if (node.operation === 'number') return [CONSTANT.f64, ...bytesOf(node.value)];
    return [CODE.getLocal, ...unsigned(localOf(locals, node))];
  };
  const made = nodes.flatMap((node) => [
    ...computed(node, value),
    ...[CODE.setLocal, ...unsigned(localOf(locals, node))],
  ]);
  const stored = roots.flatMap((root, i) => [
    ...[CONSTANT.i32, 0, ...value(root), STORE, 0x03, ...unsigned(8 * i)],
  ]);
  const groups = [
    [...unsigned(numbers.length), F64],
    [...unsigned(conditions.length), I32],
  ];
  return [...vector(groups), ...made, ...stored, CODE.end];
}

function computed({ operation, of }: Node, value: (node: Node) => number[]): number[] {
  if (operation === 'select') {
    const [condition, holds, fails] = of;
    return [...value(holds), ...value(fails), ...value(condition), SELECT];
  }
  const instruction = INSTRUCTIONS[operation];
  if (instruction !== undefined) return [...of.flatMap(value), instruction];
  const called = CALLED_NAMES.indexOf(operation);
  if (called < 0) throw new Error(`${operation} is no operation.`);
  return [...of.flatMap(value), CODE.call, ...unsigned(called)];
}

function bytesOf(x: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x, true);
  return new Uint8Array(view.buffer);
}
