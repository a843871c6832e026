import { isCondition, isConstant, type Node, nodesOf, type Operation } from './graph';
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

/**
 * A formula as a module of WebAssembly that takes four particles at once, in float32. It imports the
 * memory of a kernel, `k.memory`, and functions of four numbers, `f`, and exports
 * `run(variables: i32, results: i32)`, both addresses in that memory.
 */
export interface LaneCode {
  bytes: Uint8Array<ArrayBuffer>;
  /** Functions that it asks for. */
  functions: readonly string[];
  /** Constants, which are expected in memory behind the variables. */
  constants: readonly number[];
}

/** Bytes of a variable, a constant or a result: f32[4]. */
export const LANE_BYTES = 16;

/** What the code of vectors alone has. */
const V128 = 0x7b;
const VECTOR = 0xfd;
const LOAD = 0x00;
const STORE = 0x0b;

/** Operations that are one instruction. A condition is all bits of a lane, or none. */
const INSTRUCTIONS: Partial<Record<Operation, number>> = {
  less: 0x43,
  'at-most': 0x45,
  select: 0x52,
  abs: 0xe0,
  negate: 0xe1,
  sqrt: 0xe3,
  add: 0xe4,
  subtract: 0xe5,
  multiply: 0xe6,
  divide: 0xe7,
  min: 0xe8,
  max: 0xe9,
};

/** Locals of `run`: its two addresses come first. */
const VARIABLES = 0;
const RESULTS = 1;

/**
 * @param roots  What is computed: numbers, and no conditions.
 * @param slots  Number of variables.
 */
export function laneCode(roots: readonly Node[], slots: number): LaneCode {
  const nodes = nodesOf(roots);
  const constants = nodes.filter(isConstant);
  const made = nodes.filter(({ of }) => of.length > 0);
  const called = made.flatMap(({ operation }) => (operation in INSTRUCTIONS ? [] : [operation]));
  const functions = [...new Set(called)];
  const locals = new Map(made.map((node, i) => [node, i + 2]));
  const value = (node: Node): number[] => {
    if (node.operation === 'variable') return loaded(node.value);
    if (isConstant(node)) return loaded(slots + constants.indexOf(node));
    return [CODE.getLocal, ...unsigned(localOf(locals, node))];
  };
  const body = [
    ...vector(made.length > 0 ? [[...unsigned(made.length), V128]] : []),
    ...made.flatMap((node) => [
      ...computed(node, value, functions),
      ...[CODE.setLocal, ...unsigned(localOf(locals, node))],
    ]),
    ...roots.flatMap((root, i) => [
      ...[CODE.getLocal, RESULTS, ...value(root)],
      ...instruction(STORE, 4, ...unsigned(LANE_BYTES * i)),
    ]),
    CODE.end,
  ];
  const types = [
    functionType([V128], [V128]),
    functionType([V128, V128], [V128]),
    functionType([I32, I32], []),
  ];
  const imports = [
    [...text('k'), ...text('memory'), 0x02, 0x00, 0x00],
    ...functionImports(functions),
  ];
  const bytes = moduleOf([
    section(1, vector(types)),
    section(2, vector(imports)),
    section(3, vector([[2]])),
    section(7, vector([[...text('run'), 0x00, ...unsigned(functions.length)]])),
    section(10, vector([sized(body)])),
  ]);
  return { bytes, functions, constants: constants.map((node) => node.value) };
}

/** Constants and variables are loaded where they are used: a call would not keep them. */
function loaded(place: number): number[] {
  return [CODE.getLocal, VARIABLES, ...instruction(LOAD, 4, ...unsigned(LANE_BYTES * place))];
}

function instruction(code: number, ...rest: number[]): number[] {
  return [VECTOR, ...unsigned(code), ...rest];
}

function computed(
  { operation, of }: Node,
  value: (node: Node) => number[],
  functions: readonly Operation[],
): number[] {
  const code = INSTRUCTIONS[operation];
  const [first] = of;
  // bitselect takes the condition last.
  const operands = isCondition(first) ? [...of.slice(1), first] : of;
  const taken = operands.flatMap(value);
  if (code !== undefined) return [...taken, ...instruction(code)];
  return [...taken, CODE.call, ...unsigned(functions.indexOf(operation))];
}
