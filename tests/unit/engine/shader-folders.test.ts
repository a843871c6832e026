import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

/**
 * Each folder of shaders/ is one interface: its files define the same functions and types, and what
 * else they define is their own.
 */

const FOLDER = join(import.meta.dirname, '../../../shaders');

/** What every file of a folder defines: functions with the types that they take and give. */
const INTERFACES: Record<string, readonly string[]> = {
  generator: [
    'struct Stream',
    'fn start_stream(vec4u, u32) -> Stream',
    'fn next_words(Stream) -> Words',
  ],
  shift: [
    'fn shift_right_9(u32) -> u32',
    'fn shift_right_11(u32) -> u32',
    'fn shift_right_16(u32) -> u32',
  ],
  lanes: [
    'const LANES',
    'alias Number',
    'alias Integer',
    'alias Word',
    'alias Choice',
    'type Pair',
    'type Seed',
    'fn counted_from(u32) -> u32',
  ],
  stride: ['const STRIDE_STEPS', 'fn pair_noise(Noise) -> Noise'],
  noise: [
    'struct Noise',
    'fn start_noise(vec4u, vec4u) -> Noise',
    'fn skip_noise(Noise, u32) -> Noise',
    'fn refill_noise(Noise) -> Noise',
    'fn draw_noise(Noise, Rates) -> Draw',
  ],
  loss: [
    'fn descent(Point, Rates, vec2f) -> Point',
    'fn descent_difference(Point, Point, Rates, vec2f) -> Point',
    'fn mean_descent(Point, Rates) -> Point',
  ],
  optimizer: ['fn optimizer_step(State, Rates, Source, u32) -> Moved'],
  schedule: ['fn learning_rate(Rates, u32) -> f32'],
  state: [
    'struct State',
    'fn fresh_state(Point) -> State',
    'fn load_state(u32, u32) -> State',
    'fn store_state(u32, u32, State)',
    'fn taken_state(State, State, bool) -> State',
    'fn edge_state(State) -> State',
  ],
  source: [
    'struct Seeds',
    'struct Source',
    'fn load_seeds(u32, u32) -> Seeds',
    'fn start_source(Seeds, u32, u32, u32) -> Source',
    'fn skip_source(Source, u32) -> Source',
    'fn refill_source(Source) -> Source',
  ],
  point: [
    'alias Point',
    'const POINT_SIZE',
    'alias Coordinates',
    'struct Kick',
    'fn point_of(vec4f) -> Point',
    'fn padded(Point) -> vec4f',
    'fn coordinates_of(Point) -> Coordinates',
    'fn of_coordinates(Coordinates) -> Point',
    'fn stepped(Point, f32, Point) -> Point',
    'fn either(Point, Point, bool) -> Point',
    'fn any_below(Point, Point) -> bool',
    'fn load_point(u32, u32) -> Point',
    'fn store_point(u32, u32, Point)',
    'fn largest(Point) -> f32',
    'fn others(Point) -> Point',
    'fn frozen(Point) -> Point',
    'fn draw_kick(Stream) -> Kick',
    'fn skip_kicks(Stream, u32) -> Stream',
  ],
  start: ['fn start_position(u32, u32) -> f32'],
  region: [
    'struct Region',
    'fn load_region(u32) -> Region',
    'fn is_outside(Point, f32, Region) -> bool',
  ],
  passage: [
    'struct Passage',
    'fn load_passage(u32) -> Passage',
    'fn passed_at(Passage, u32, Point, bool) -> Passage',
    'fn passage_of(Passage, Passage, bool) -> Passage',
    'fn end_group(Passage, u32) -> Passage',
    'fn store_passage(u32, Passage)',
  ],
  axis: ['fn along(f32) -> f32'],
  block: ['struct Walk', 'fn walk_block(Walk, Rates, Region, f32, Seeds, u32, u32, u32) -> Walk'],
  edge: [
    'fn moves_on(Point, u32, f32) -> bool',
    'fn looked_at(State, u32) -> State',
    'fn settled(State) -> State',
  ],
  groups: ['fn walk_groups(u32, u32, Passage) -> Passage'],
  exit: ['struct Place', 'fn exit_of(Point, u32) -> Place'],
  side: ['fn store_exit(u32, u32)'],
  beyond: ['fn is_beyond(u32) -> bool'],
  value: ['fn value_size() -> u32', 'fn loss_value(vec4f, u32) -> f32'],
  run: ['binding 0 runs', 'value cell'],
};

/** What types of shaders/lanes/ are where an invocation carries one particle, as most files say. */
const OF_ONE_LANE = [
  ...readFileSync(join(FOLDER, 'lanes/one.wgsl'), 'utf8').matchAll(/^alias (\w+) = (\w+);/gm),
];

/** Definitions of a file: functions by their types, the rest by its name. */
function definitionsOf(text: string): string[] {
  let code = text.replace(/\/\/.*$/gm, '');
  for (const [, name, type] of OF_ONE_LANE)
    code = code.replace(new RegExp(`(?<!(?:alias|struct) )\\b${name}\\b`, 'g'), type);
  const found: string[] = [];
  for (const [, name, parameters, result] of code.matchAll(
    /\bfn (\w+)\s*\(([^)]*)\)\s*(?:->\s*([\w<>, ]+?))?\s*\{/g,
  )) {
    const types = [...parameters.matchAll(/\w+\s*:\s*([\w<>]+)/g)].map(([, type]) => type);
    found.push(`fn ${name}(${types.join(', ')})${result ? ` -> ${result}` : ''}`);
  }
  for (const [, kind, name] of code.matchAll(/^(struct|alias|const|override) (\w+)/gm))
    found.push(
      name === 'cell' ? 'value cell' : `${['Pair', 'Seed'].includes(name) ? 'type' : kind} ${name}`,
    );
  for (const [, name] of code.matchAll(/^var<private> (\w+)/gm)) found.push(`value ${name}`);
  for (const [, binding, name] of code.matchAll(
    /^@group\(0\) @binding\((\d+)\) var<[^>]*> (\w+)/gm,
  ))
    found.push(`binding ${binding} ${name}`);
  return found;
}

/** Points without a vector of their length, and what vectors alone do. */
const WIDE = ['point/six.wgsl', 'point/eight.wgsl'];
const OF_VECTORS = [
  'fn point_of(vec4f) -> Point',
  'fn padded(Point) -> vec4f',
  'fn others(Point) -> Point',
];

/** What the point of a plain run goes without. */
const NOT_ALONE = [
  'alias Coordinates',
  'struct Kick',
  'fn point_of(vec4f) -> Point',
  'fn padded(Point) -> vec4f',
  'fn coordinates_of(Point) -> Coordinates',
  'fn of_coordinates(Coordinates) -> Point',
  'fn stepped(Point, f32, Point) -> Point',
  'fn any_below(Point, Point) -> bool',
  'fn others(Point) -> Point',
  'fn draw_kick(Stream) -> Kick',
  'fn skip_kicks(Stream, u32) -> Stream',
];

/** What is wrong with a file of a folder; empty where nothing is. */
function faultsOf(folder: string, text: string, others: readonly string[]): string[] {
  const expected = INTERFACES[folder];
  const found = definitionsOf(text);
  const missing = expected.filter((each) => !found.includes(each));
  const own = found.filter((each) => !expected.includes(each));
  // A file's own helpers are used in it, and no other file of the program may know their names.
  const names = own.map((each) => /^(?:binding \d+|\w+) (\w+)/.exec(each)![1]);
  const uses = (name: string, code: string) => code.match(new RegExp(`\\b${name}\\b`, 'g')) ?? [];
  return [
    ...missing.map((each) => `lacks ${each}`),
    ...names.filter((name) => uses(name, text).length < 2).map((name) => `${name} is not used`),
    ...names
      .filter((name) => others.some((other) => uses(name, other).length > 0))
      .map((name) => `${name} is used elsewhere`),
  ];
}

const read = (path: string) => readFileSync(join(FOLDER, path), 'utf8').replace(/\/\/.*$/gm, '');
const folders = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const files = folders.flatMap((folder) =>
  readdirSync(join(FOLDER, folder)).map((name) => `${folder}/${name}`),
);
const all = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((path) =>
  path.endsWith('.wgsl'),
);
/** Files that can be in one program with a file of this folder. */
const beside = (folder: string) =>
  all.filter((path) => !path.startsWith(`${folder}/`)).map((path) => read(path));

describe('folders of shaders', () => {
  test('each has an interface', () => {
    expect(folders.sort()).toEqual(Object.keys(INTERFACES).sort());
  });

  test.each(files)('shaders/%s is of its interface', (path) => {
    const folder = path.split('/')[0];
    const lacking = WIDE.includes(path) ? OF_VECTORS : path.endsWith('alone.wgsl') ? NOT_ALONE : [];
    expect(faultsOf(folder, read(path), beside(folder))).toEqual(
      lacking.map((each) => `lacks ${each}`),
    );
  });

  test.each([
    ['noise', 'noise/gaussian.wgsl', 'fn refill_noise(', 'fn refill('],
    ['loss', 'loss/saddle.wgsl', 'landmark: Point, rates', 'rates'],
    ['optimizer', 'optimizer/sgd.wgsl', 'done: u32', 'done: i32'],
    ['schedule', 'schedule/constant.wgsl', '-> f32', '-> u32'],
    ['state', 'optimizer/sgd.wgsl', '', ''],
    ['start', 'start/point.wgsl', 'fn start_position', 'fn unused() {}\nfn start_position'],
    ['run', 'run/one.wgsl', '@binding(0)', '@binding(1)'],
    ['loss', 'loss/spike-and-wells.wgsl', 'BUMPS', 'FROZEN'],
  ])('a wrong file in %s is seen: %s with "%s" -> "%s"', (folder, path, from, to) => {
    expect(read(path)).toContain(from);
    expect(faultsOf(folder, read(path).replaceAll(from, to), beside(folder))).not.toEqual([]);
  });
});
