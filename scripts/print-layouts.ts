import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as constants from '../src/engine/constants';
import { KEPT_STEPS } from '../src/engine/cpu/simd/kept-steps';
import { SIMD_KINDS, SIMD_PARAMETERS } from '../src/engine/cpu/simd/layout';
import {
  BATCH,
  LISTED_RATES,
  layoutOf,
  RATES,
  RUN,
  STYLE,
  type Struct,
  TILE,
  WORK,
} from '../src/engine/layout';
import { ETA, XI } from '../src/formula/loss-formula';
import { NOISE_SLOTS } from '../src/formula/noise-formula';
import { FIRST_MEMORY, STEP_SLOT_COUNT, STEP_SLOTS } from '../src/formula/step-formula';
import '../src/models/all-texts';
import type { NumberField } from '../src/models/field';
import { MOST_COORDINATES } from '../src/models/loss/loss';
import { MOST_TOLD_SAMPLES } from '../src/models/noise/noise';
import { OWN_NUMBERS } from '../src/models/own-numbers';
import {
  optimizerKinds,
  optimizerModel,
  optimizerText,
  scheduleKinds,
  scheduleModel,
  scheduleText,
} from '../src/models/registry';
import { MOST_SIDES } from '../src/spec/sweep';

/**
 * Prints src/engine/layout.ts for WGSL and src/engine/cpu/simd/layout.ts for AssemblyScript:
 * `npm run layouts` writes it.
 */

/** What is said beside an own number of a method or a schedule. */
const OWN_NOTES: Readonly<Record<string, string>> = Object.fromEntries(
  Object.keys(OWN_NUMBERS).map((name) => {
    const owners = [
      ...optimizerKinds().map((kind) => ({
        ...optimizerModel({ kind }),
        texts: optimizerText({ kind }).fields,
      })),
      ...scheduleKinds().map((schedule) => ({
        ...scheduleModel({ schedule }),
        texts: scheduleText({ schedule }).fields,
      })),
    ].filter(({ fields }) => Object.hasOwn(fields, name));
    const [{ fields, texts }] = owners;
    const { perStep } = fields[name] as NumberField;
    const factor = perStep ? { dt: ' * dt', 'sqrt-dt': ' * sqrt(dt)' }[perStep] : '';
    return [name, `${owners.map(({ kind }) => kind).join(', ')}: ${texts[name].label}${factor}`];
  }),
);

const DECLARATION = 'src/engine/layout.ts';
const SIMD_DECLARATION = 'src/engine/cpu/simd/layout.ts';
const CONSTANTS = 'src/engine/constants.ts';

const text = [DECLARATION, SIMD_DECLARATION]
  .map((file) => readFileSync(join(import.meta.dirname, '..', file), 'utf8'))
  .join('\n');

/** @param declarations  Files that a file is printed from. */
function head(...declarations: string[]): string {
  const files = [...declarations, CONSTANTS];
  return `// Printed from ${files.slice(0, -1).join(', ')} and ${files.at(-1)} by \`npm run layouts\`.`;
}

/** The text of every printed file, by its path. */
export function printLayouts(): Record<string, string> {
  return {
    'shaders/layout.wgsl': printShaderLayout('', {}),
    'shaders/layout-listed.wgsl': printShaderLayout(LISTED_SCALES, LISTED_RATES),
    'shaders/tiles.wgsl': printStructs(['Tile', 'TILE', TILE], ['Batch', 'BATCH', BATCH]),
    'shaders/style.wgsl': printStructs(['Style', 'STYLE', STYLE]),
    'src/engine/cpu/simd/assembly/layout.ts': printAssembly(),
  };
}

/** What the kernels of listed noise have beside those of any other. */
const LISTED_SCALES = `// In place of layout.wgsl where coordinates have scales of noise of their own. CPU twin:
// engine/cpu/scales.ts.

const MOST_COORDINATES = ${MOST_COORDINATES}u;

// [run][coordinate], (multiplicative, additive, rho, rho_complement)
@group(0) @binding(7) var<storage, read> scales: array<vec4f>;`;

/**
 * @param scales  Where a coordinate's own scales are; empty where all share them.
 * @param own  Which rates are read there.
 */
function printShaderLayout(scales: string, own: typeof LISTED_RATES): string {
  // Shaders have the stride of each noise in shaders/stride/.
  const { STREAM_VERSION, STRIDE_STEPS, ...shared } = constants;
  const numbers = Object.entries({ ...shared, MOST_SIDES, MOST_TOLD_SAMPLES });
  return [
    head(DECLARATION),
    ...(scales ? [scales] : []),
    numbers.map(([name, value]) => `const ${name} = ${wgslNumber(value)};`).join('\n'),
    printStruct('Run', 'RUN_FIELDS', RUN).trimEnd(),
    printStruct('Work', 'WORK', WORK).trimEnd(),
    printRates(own),
  ].join('\n\n');
}

function printRates(own: typeof LISTED_RATES): string {
  const fields = RATES.map((name) => {
    const list = RUN[name] === 'array<vec4f, 16>';
    return {
      name: snake(name),
      type: list ? 'f32' : RUN[name],
      source: own[name]
        ? `scales[cell * MOST_COORDINATES + coordinate].${own[name]}`
        : `runs[cell].${snake(name)}${list ? '[coordinate / 4u][coordinate % 4u]' : ''}`,
    };
  });
  return [
    ...comment('RATE_FIELDS'),
    'struct Rates {',
    ...fields.map(({ name, type }) => `  ${name}: ${type},`),
    '}',
    '',
    'fn load_rates(coordinate: u32) -> Rates {',
    '  return Rates(',
    ...fields.map(({ source }) => `    ${source},`),
    '  );',
    '}',
    '',
  ].join('\n');
}

function printStructs(...structs: Parameters<typeof printStruct>[]): string {
  const texts = structs.map((struct) => printStruct(...struct));
  return `${head(DECLARATION)}\n\n${texts.join('\n')}`;
}

function printStruct(name: string, declared: string, struct: Struct): string {
  const notes = { ...OWN_NOTES, ...notesOf(declared) };
  const fields = Object.entries(struct).map(([field, type]) => [
    `  ${snake(field)}: ${type},`,
    notes[field] ? `// ${notes[field]}` : '',
  ]);
  const width = Math.max(...fields.map(([code]) => code.length));
  return [
    ...comment(declared),
    `struct ${name} {`,
    ...fields.map(([code, note]) => (note ? `${code.padEnd(width)} ${note}` : code)),
    '}',
    '',
  ].join('\n');
}

function printAssembly(): string {
  const notes = { ...OWN_NOTES, ...notesOf('RUN_FIELDS'), ...notesOf('SIMD_OWN') };
  const { fields, bytes } = layoutOf(SIMD_PARAMETERS);
  const words = fields.map(({ name, offset }) => {
    const note = notes[name] ? ` // ${notes[name]}` : '';
    return `export const ${upper(name)} = ${offset / 4};${note}`;
  });
  const kinds = Object.entries(SIMD_KINDS).flatMap(([list, names]) => [
    ...names.map((name, number) => `export const ${upper(list)}_${upper(name)}: u32 = ${number};`),
    `export const ${upper(list)}_KINDS: u32 = ${names.length};`,
  ]);
  const { BLOCK_STEPS, STRIDE_STEPS, NEVER } = constants;
  const { PURPOSE_START, PURPOSE_NOISE, PURPOSE_KICK, PURPOSE_ORDER } = constants;
  const numbers = Object.entries({
    BLOCK_STEPS,
    STRIDE_STEPS,
    KEPT_STEPS,
    NEVER,
    PURPOSE_START,
    PURPOSE_NOISE,
    PURPOSE_KICK,
    PURPOSE_ORDER,
  }).map(([name, value]) => `export const ${name}: u32 = ${wgslNumber(value).replace(/u$/, '')};`);
  const slots = Object.entries({
    LOSS_XI: XI,
    LOSS_ETA: ETA,
    ...prefixed('STEP', STEP_SLOTS),
    ...prefixed('NOISE', NOISE_SLOTS),
    STEP_MEMORY: FIRST_MEMORY,
    STEP_STEADY: STEP_SLOT_COUNT,
  }).map(([name, slot]) => `export const ${name}: u32 = ${slot};`);
  return `${[
    head(SIMD_DECLARATION),
    '',
    '// Parameters, in words.',
    ...words,
    `export const PARAMETER_WORDS = ${bytes / 4};`,
    '',
    '// Kinds, each list with how many it has.',
    ...kinds,
    '',
    '// Slots of the variables of formulas.',
    ...slots,
    '',
    ...numbers,
  ].join('\n')}\n`;
}

/** Slots by their names, with one of the formula in front. */
function prefixed(formula: string, slots: Readonly<Record<string, number>>) {
  return Object.fromEntries(
    Object.entries(slots).map(([name, slot]) => [`${formula}_${upper(name)}`, slot]),
  );
}

/** The source of a declaration, from its comment on. */
function sourceOf(declared: string): string {
  const found = new RegExp(
    `/\\*\\*(?:(?!\\*/)[\\s\\S])*\\*/\\nexport const ${declared} = [\\s\\S]*?as const`,
  ).exec(text);
  if (!found) throw new Error(`${DECLARATION} declares no ${declared}.`);
  return found[0];
}

/** What stands beside each field. */
function notesOf(declared: string): Record<string, string> {
  const lines = sourceOf(declared).matchAll(/^ {2}(\w+): '[^']+', \/\/ (.*)$/gm);
  return Object.fromEntries([...lines].map(([, name, note]) => [name, note]));
}

/** What stands over a declaration, as comments of one line each. */
function comment(declared: string): string[] {
  const [, inside] = /^\/\*\*([\s\S]*?)\*\//.exec(sourceOf(declared))!;
  return inside
    .split('\n')
    .map((line) => line.replace(/^\s*\*?\s*/, '').trimEnd())
    .filter((line) => line !== '')
    .map((line) => `// ${line}`);
}

function wgslNumber(value: number): string {
  if (Number.isInteger(value) && value <= 0xffffffff) {
    return value > 0xffffff ? `0x${value.toString(16)}u` : `${value}u`;
  }
  for (let digits = 1; digits <= 9; digits++)
    if (Math.fround(Number(value.toPrecision(digits))) === value)
      return `${Number(value.toPrecision(digits)).toExponential().replace('+', '')}f`;
  throw new Error(`${value} is no number of 32 bits.`);
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function upper(name: string): string {
  return snake(name).replaceAll('-', '_').toUpperCase();
}
