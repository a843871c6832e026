import * as constants from '../../../src/engine/constants';
import { BINDING } from '../../../src/engine/gpu/pipelines';
import { BATCH, layoutOf, RUN, STYLE, TILE, WORK } from '../../../src/engine/layout';
import { MOST_COORDINATES } from '../../../src/models/loss/loss';
import { MOST_TOLD_SAMPLES } from '../../../src/models/noise/noise';
import { MOST_SIDES } from '../../../src/spec/sweep';
import { sameWords } from '../../support/compare';
import { type Library, probe } from '../../support/gpu';

/** Structs, bindings and constants are the same in WGSL and TypeScript. */

function structOf(text: string, name: string): string[] {
  const body = new RegExp(`struct ${name} \\{([^}]*)\\}`).exec(text)?.[1];
  if (!body) throw new Error(`There is no struct ${name}.`);
  return [...body.replace(/\/\/.*$/gm, '').matchAll(/(\w+):\s*(array<[^>]*>|\w+)/g)].map(
    ([, field, type]) => `${field.replace(/_\w/g, (c) => c[1].toUpperCase())}: ${type}`,
  );
}

export async function checkLayout(shaders: Library): Promise<void> {
  for (const [file, name, struct] of [
    ['layout', 'Run', RUN],
    ['layout-listed', 'Run', RUN],
    ['layout', 'Work', WORK],
    ['tiles', 'Tile', TILE],
    ['tiles', 'Batch', BATCH],
    ['style', 'Style', STYLE],
  ] as const)
    sameWords(
      `struct ${name}`,
      structOf(shaders[file], name) as never,
      Object.entries(struct).map(([field, type]) => `${field}: ${type}`) as never,
    );

  // The compiler's own offsets: a struct of known words, read back field by field.
  const { offset } = layoutOf(RUN).fields.find(({ name }) => name === 'drift')!;
  const partial = { loss: { a: Array.from({ length: 64 }, (_, i) => i + 1) }, time: { dt: 1 } };
  const read = await probe(
    shaders,
    ['spec'],
    'outputs[k] = u32(runs[0].drift[k / 4u][k % 4u]);',
    new Uint32Array(64),
    1,
    1,
    partial,
  );
  sameWords(`offset ${offset} of runs[0].drift`, read, partial.loss.a);

  // Two-point noise holds the stride: its words last for that of the twin.
  const { STRIDE_STEPS, ...shared } = constants;
  const named: Record<string, unknown> = {
    ...shared,
    MOST_COORDINATES,
    MOST_SIDES,
    MOST_TOLD_SAMPLES,
  };
  const found: string[] = [];
  for (const [file, text] of Object.entries(shaders))
    for (const [, name, value] of text.matchAll(/^const ([A-Z_0-9]+) = ([-0-9a-fx.e]+)[uf]?;/gm)) {
      if (!(name in named)) continue;
      found.push(name);
      sameWords(
        `${name} of shaders/${file}.wgsl`,
        [Math.fround(Number(value.replace(/u$|^((?!0x).*)f$/, '$1')))],
        [Math.fround(Number(named[name]))],
      );
    }
  const expected = [
    'BLOCK_STEPS',
    'EXTRA_SLOTS',
    'FROZEN',
    'OPEN_END',
    'NEVER',
    'MOST_COORDINATES',
    'MOST_SIDES',
    'MOST_TOLD_SAMPLES',
    'PURPOSE_START',
    'PURPOSE_NOISE',
    'PURPOSE_KICK',
    'PURPOSE_ORDER',
    'SLOT_BEYOND',
    'SLOT_ZERO',
    'SLOT_ESCAPED',
    'SLOT_FROZEN',
    'SLOT_NON_FINITE',
  ];
  sameWords(
    'constants found in the shaders',
    [...new Set(found)].sort() as never,
    expected.sort() as never,
  );

  const bound = new Map<string, number>(
    Object.entries(BINDING).map(([name, binding]) => [name, binding]),
  );
  bound.set('tallies', BINDING.slots);
  // Beside a file of noise that names them `samples`.
  bound.set('stored', BINDING.samples);
  // Of noise that stores no samples.
  bound.set('scales', BINDING.samples);
  for (const [file, text] of Object.entries(shaders)) {
    if (file.startsWith('draw-')) continue;
    for (const [, binding, name] of text.matchAll(
      /@group\(0\) @binding\((\d+)\) var<[^>]*> (\w+)/g,
    ))
      sameWords(
        `binding of ${name} in shaders/${file}.wgsl`,
        [Number(binding)],
        [bound.get(name) ?? -1],
      );
  }
}
