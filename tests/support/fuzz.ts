import { canonicalJson } from '../../src/experiment/canonical';
import {
  CheckpointError,
  checkpointOf,
  checkpointToJson,
  resumeFromFile,
} from '../../src/experiment/sweep/checkpoint';
import { mapResult, mapToJson, type TheoryAt } from '../../src/experiment/sweep/map-result';
import { mergeMaps } from '../../src/experiment/sweep/merge-maps';
import { MapFileError, readMap } from '../../src/experiment/sweep/read-map';
import { SweepRun } from '../../src/experiment/sweep/sweep-run';
import type { Shard } from '../../src/experiment/sweep/tallies';
import { textOf } from '../../src/spec/bytes-text';
import { readJson } from '../../src/spec/json-text';
import { readSpecLink } from '../../src/spec/link-reader';
import { specPairs, specToFragment } from '../../src/spec/permalink';
import { PRESETS } from '../../src/spec/presets';
import { parseSpec } from '../../src/spec/schema';
import type { Spec } from '../../src/spec/spec';
import { SpecError } from '../../src/spec/spec-error';
import type { Sweep } from '../../src/spec/sweep';
import { readSweepLink, sweepToFragment } from '../../src/spec/sweep-permalink';
import { SWEEP_PRESETS } from '../../src/spec/sweep-presets';
import { parseSweep } from '../../src/spec/sweep-schema';
import { VERSION } from '../../src/version';
import { Mutator, written } from './mutate';

/**
 * Feeds damaged documents to every reader. What is refused is refused by a known error with one
 * short sentence; what is accepted says what was given, field by field, and is the same after it
 * was written and read again; nothing takes long, and no prototype changes.
 */

export const FUZZED = ['specs', 'sweeps', 'links', 'maps', 'checkpoints'] as const;
export type Fuzzed = (typeof FUZZED)[number];

export interface Fault {
  /** Gives the same case again, alone. */
  seed: number;
  number: number;
  what: string;
  /** The beginning of the damaged document. */
  document: string;
}

export interface Tally {
  accepted: number;
  refused: number;
  faults: Fault[];
  slowestMilliseconds: number;
}

/** Processor time that a case may take, much more than the readers need of any document here. */
const MOST_MILLISECONDS = 250;
const LONGEST_SENTENCE = 700;
const KNOWN = [SpecError, MapFileError, CheckpointError];

/** A case: what is read, and what must hold of what was made of it. */
interface Case {
  document: string;
  /** Throws what the reader throws; resolves to what is wrong, or null. */
  read: () => Promise<string | null>;
}

/** @param first  Number of the first case. */
export async function fuzz(kind: Fuzzed, cases: number, seed: number, first = 0): Promise<Tally> {
  const tally: Tally = { accepted: 0, refused: 0, faults: [], slowestMilliseconds: 0 };
  for (let number = first; number < first + cases; number++) {
    const made = await MAKERS[kind](
      new Mutator(seed * 1_000_003 + 7919 * FUZZED.indexOf(kind) + 31 * number),
      number,
    );
    const report = (what: string) =>
      tally.faults.push({ seed, number, what, document: made.document.slice(0, 300) });
    let milliseconds = 0;
    // The first reading may be slow for reasons of the machine's.
    for (let again = 0; again < 2; again++) {
      const before = process.cpuUsage();
      const what = await outcomeOf(made);
      const { user, system } = process.cpuUsage(before);
      milliseconds = (user + system) / 1000;
      if (again === 0) {
        tally[what === 'refused' ? 'refused' : 'accepted']++;
        if (what !== null && what !== 'refused') report(what);
      }
      if (milliseconds <= MOST_MILLISECONDS) break;
    }
    tally.slowestMilliseconds = Math.max(tally.slowestMilliseconds, milliseconds);
    if (milliseconds > MOST_MILLISECONDS) report(`takes ${Math.round(milliseconds)} ms`);
    const polluted = pollution();
    if (polluted) report(polluted);
  }
  return tally;
}

async function outcomeOf(made: Case): Promise<string | null> {
  try {
    return await made.read();
  } catch (error) {
    if (!KNOWN.some((known) => error instanceof known))
      return `throws ${error instanceof Error ? (error.stack ?? error.message).slice(0, 600) : String(error)}`;
    const { message } = error as Error;
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
    if (/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e]/.test(message))
      return `breaks its sentence: ${JSON.stringify(message)}`;
    if (message.length > LONGEST_SENTENCE)
      return `says it in ${message.length} letters: ${message.slice(0, 200)}`;
    if (!/^[^.].*\.$/.test(message)) return `says no sentence: ${message}`;
    if (/\[object |undefined|Infinity e|at .*\.ts:/.test(message.replace(/"[^"]*"?/g, '')))
      return `says what nobody understands: ${message}`;
    return 'refused';
  }
}

const PROTOTYPES = [Object.prototype, Array.prototype, String.prototype, Function.prototype];
const NAMES = PROTOTYPES.map((one) => Object.getOwnPropertyNames(one).length);

function pollution(): string | null {
  const changed = PROTOTYPES.findIndex(
    (one, k) => Object.getOwnPropertyNames(one).length !== NAMES[k],
  );
  return changed < 0 ? null : `changes ${PROTOTYPES[changed].constructor.name}.prototype`;
}

/**
 * A document as it comes in: from a file, whose text or bytes may be damaged too, or as plain data
 * from a script or a database.
 */
function given(
  mutator: Mutator,
  good: unknown,
  what: string,
): { document: string; input: () => unknown } {
  const whole = mutator.chance(0.15);
  const value = whole ? good : mutator.value(good);
  if (!whole && mutator.chance(0.3)) {
    const document = written(value).slice(0, 1000);
    const foreign = mutator.chance(0.2) ? mutator.odd(value) : value;
    return { document, input: () => foreign };
  }
  const document = mutator.chance(0.3) || whole ? mutator.text(written(value)) : written(value);
  const bytes = mutator.chance(0.1) ? mutator.bytes(document) : Buffer.from(document);
  const source = { what, name: 'a file\n.json' };
  return { document, input: () => readJson(textOf(bytes, source), source) };
}

const MAKERS: Record<Fuzzed, (mutator: Mutator, number: number) => Promise<Case>> = {
  specs: async (mutator) => {
    const { document, input } = given(mutator, mutator.pick(SPECS), 'spec');
    const read = async () => {
      const value = input();
      const spec = parseSpec(value);
      if (canonicalJson(parseSpec(JSON.parse(JSON.stringify(spec)))) !== canonicalJson(spec))
        return 'is another spec when it is written and read again';
      const without = difference(value, spec, (path) => path === 'ensemble.cell');
      return without && `is changed without a word: ${without}`;
    };
    return { document, read };
  },
  sweeps: async (mutator) => {
    const { document, input } = given(mutator, mutator.pick(SWEEPS), 'sweep');
    const read = async () => {
      const value = input();
      const sweep = parseSweep(value);
      if (canonicalJson(parseSweep(JSON.parse(JSON.stringify(sweep)))) !== canonicalJson(sweep))
        return 'is another sweep when it is written and read again';
      const without = difference(value, sweep, isWrittenOtherwise);
      return without && `is changed without a word: ${without}`;
    };
    return { document, read };
  },
  links: async (mutator) => {
    const map = mutator.chance(0.4);
    const version = mutator.chance(0.3) ? 1 : 2;
    const good: Spec | Sweep = map ? mutator.pick(FULL_SWEEPS) : mutator.pick(FULL_SPECS);
    let document = map
      ? sweepToFragment(good as Sweep)
      : specToFragment(good as Spec, 'watch', version);
    for (let count = 1 + mutator.below(3); count > 0; count--)
      document = mutator.chance(0.6) ? fieldChanged(mutator, document) : mutator.text(document);
    const read = async () => {
      const { asked, notice } = map ? readSweepLink(document) : readSpecLink(document);
      const again = map ? sweepToFragment(asked as Sweep) : specToFragment(asked as Spec);
      const twice = map ? readSweepLink(again).asked : readSpecLink(again).asked;
      if (canonicalJson(twice) !== canonicalJson(asked))
        return 'is another one when it is written and read again';
      if (notice !== null) return null;
      if (/[?&]v=2&/.test(document))
        return canonicalJson(asked) === canonicalJson(good)
          ? null
          : 'is changed, and its check does not see it';
      return map ? null : changedPair(document, asked as Spec);
    };
    return { document, read };
  },
  maps: async (mutator) => {
    const { document, input } = given(mutator, mapDocument(mutator, await maps()), 'map');
    const read = async () => {
      const value = input();
      const { run, timing, theoryAt, digest, proof } = readMap(value);
      const again = JSON.parse(mapToJson(await mapResult(run, timing, theoryAt, digest)));
      const { run: twice } = readMap(again);
      if (checkpointToJson(checkpointOf(twice)) !== checkpointToJson(checkpointOf(run)))
        return 'has other counts when it is written and read again';
      const ordered = { ...(value as object), cells: cellsInOrder(value) };
      const without = difference(ordered, again, isWrittenOtherwise);
      if (without) return `is changed without a word: ${without}`;
      const merged = await mergeMaps([{ name: 'one\n', map: value }]);
      if ((merged.digest === null) !== (proof === 'none'))
        return 'gains or loses its proof in merge';
      return null;
    };
    return { document, read };
  },
  checkpoints: async (mutator) => {
    const { document, input } = given(
      mutator,
      JSON.parse(mutator.pick(checkpoints())),
      'checkpoint',
    );
    const wanted = mutator.chance(0.5)
      ? {}
      : { sweep: parseSweep(SMALL), shard: { index: 0, count: 1 }, engine: ENGINE };
    const read = async () => {
      const value = input();
      const run = resumeFromFile(value, wanted);
      const again = JSON.parse(checkpointToJson(checkpointOf(run)));
      if (
        checkpointToJson(checkpointOf(resumeFromFile(again))) !==
        checkpointToJson(checkpointOf(run))
      )
        return 'is another checkpoint when it is written and read again';
      const without = difference(value, again, isWrittenOtherwise);
      return without && `is changed without a word: ${without}`;
    };
    return { document, read };
  },
};

/** What is given and then written otherwise, and means the same. */
function isWrittenOtherwise(path: string, one: unknown, other: unknown): boolean {
  if (/(^|\.)ensemble\.cell$/.test(path)) return one === 0 && other === undefined;
  // A list of one comparison is written without a list.
  if (/(^|\.)compare$/.test(path) && Array.isArray(one) && one.length === 1)
    return difference(one[0], other) === null;
  if (/(^|\.)[xy]\.path$/.test(path)) return String(one).replace(/\.(\d+)$/, '[$1]') === other;
  // Of a whole map nothing says that it is one.
  if (path === 'shard') return (one as Shard).count === 1 && other === undefined;
  return false;
}

/**
 * The path of the first field that is given and is another one, or is lost; null where there is
 * none.
 */
function difference(
  one: unknown,
  other: unknown,
  allowed: (path: string, one: unknown, other: unknown) => boolean = () => false,
  path = '',
): string | null {
  if (one === undefined || one === other || allowed(path, one, other)) return null;
  if (
    typeof one === 'number' &&
    typeof other === 'number' &&
    Math.abs(one - other) <= 1e-11 * Math.abs(one) + 1e-15
  )
    // Shares and intervals of a map are its counts' own.
    return path.startsWith('cells') ? null : path;
  if (typeof one !== 'object' || one === null || typeof other !== 'object' || other === null)
    return path;
  if (Array.isArray(one) !== Array.isArray(other)) return path;
  if (Array.isArray(one) && one.length !== (other as unknown[]).length) return path;
  for (const key of Object.keys(one)) {
    const inner = Object.hasOwn(other, key) ? (other as Record<string, unknown>)[key] : undefined;
    const found = difference(
      (one as Record<string, unknown>)[key],
      inner,
      allowed,
      path ? `${path}.${key}` : key,
    );
    if (found !== null) return found;
  }
  return null;
}

/** A map as it was written, or with its integers alone and no digest. */
function mapDocument(mutator: Mutator, all: readonly string[]): unknown {
  const map = JSON.parse(mutator.pick(all));
  if (mutator.chance(0.5)) return map;
  const kept =
    /^(i|j|escaped|particles|together|lyapunovExponent|exponent\w+|sdeGrowthRate|failed|b|c)$/;
  const bare = (fields: object): object =>
    Object.fromEntries(
      Object.entries(fields)
        .filter(([key]) => kept.test(key))
        .map(([key, value]) => [
          key,
          typeof value === 'object' && value !== null ? bare(value) : value,
        ]),
    );
  return { ...map, cells: map.cells.map(bare), digest: null };
}

function cellsInOrder(map: unknown): unknown[] {
  const { cells } = map as { cells: { i: number; j: number }[] };
  return cells.toSorted((p, q) => p.j - q.j || p.i - q.i);
}

/** One field of a link lost, doubled, renamed, moved or given another value. */
function fieldChanged(mutator: Mutator, link: string): string {
  const tokens = link.split('&');
  const at = mutator.below(tokens.length);
  const [key] = tokens[at].split('=');
  const values = [
    '',
    '-0',
    '1e400',
    '0x10',
    '1,2',
    'NaN',
    '__proto__',
    'toString',
    '%',
    '%00',
    '%0a',
    '%2525',
    '%ud800',
    '1e3',
    '２',
  ];
  const action = mutator.below(6);
  if (action === 0) tokens.splice(at, 1);
  else if (action === 1) tokens.splice(mutator.below(tokens.length), 0, tokens[at]);
  else if (action === 2)
    tokens[at] = tokens[at].replace(
      key,
      mutator.pick(['__proto__', 'constructor', 'A', '', 'v', 'end']),
    );
  else if (action === 3) tokens[at] = encodeURIComponent(tokens[at].replace(/\p{Surrogate}/gu, ''));
  else tokens[at] = `${key}=${mutator.pick(values)}`;
  return tokens.join('&');
}

/**
 * The first field of a link without a check that is not what the spec has; null where there is
 * none.
 */
function changedPair(document: string, spec: Spec): string | null {
  const plain = (text: string) => {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  };
  const pairs = new Map(specPairs(spec).map((pair) => [pair.slice(0, pair.indexOf('=')), pair]));
  const end = document.split('&end')[0];
  for (const token of end.slice(end.indexOf('?') + 1).split('&')) {
    const pair = pairs.get(token.slice(0, token.indexOf('=')));
    if (!pair) continue;
    const [one, other] = [token, pair].map((text) => plain(text.slice(text.indexOf('=') + 1)));
    if (one === other) continue;
    const [first, second] = [one, other].map((text) => text.split(',').map(Number));
    if (first.length !== second.length || first.some((value, k) => value !== second[k]))
      return `is changed without a word: ${token} is ${pair}`;
  }
  return null;
}

const FULL_SPECS = PRESETS.map(({ spec }) => spec);
const SPECS: unknown[] = [
  ...FULL_SPECS,
  {},
  { noise: { sigma: 2 } },
  { loss: { kind: 'linear-network', depth: 3 }, optimizer: { kind: 'nesterov', beta: 0.5 } },
  {
    loss: { kind: 'saddle', a: [1, -1, 2] },
    start: { kind: 'uniform' },
    ensemble: { cell: 7, seed: 'ö𝜎' },
  },
  {
    noise: { law: 'dataset', samples: 99 },
    optimizer: { kind: 'svrg', epochLength: 7, batchSize: 3 },
  },
];
const SMALL = {
  base: { time: { dt: 0.01, steps: 20 }, ensemble: { seed: 'a "seed",\nin two lines: 𝜎' } },
  x: { path: 'noise.sigma', from: 0.5, to: 2, count: 3 },
  y: { path: 'loss.a[0]', values: [0.5, 1] },
  replicas: 100,
  compare: [{ noise: { law: 'dataset', samples: 50 } }, { optimizer: { kind: 'heavy-ball' } }],
};
const SWEEPS: unknown[] = [
  ...SWEEP_PRESETS.map(({ sweep }) => sweep),
  SMALL,
  {},
  { halfWidth: 0.01, x: { path: 'time.dt', from: 1e-3, to: 0.1, count: 5, scale: 'log' } },
];
const FULL_SWEEPS = SWEEPS.map((one) => parseSweep(one));
const ENGINE = { kind: 'cpu', adapter: 'test', fallback: false, version: VERSION } as const;

/** A run whose counts are made up; side B of the last row failed. */
function counted(finished: boolean, shard?: Shard): SweepRun {
  const run = new SweepRun(parseSweep(SMALL), ENGINE, shard);
  for (let cell = 0; cell < run.cells; cell++) {
    if (!run.has(cell) || (!finished && cell === 4)) continue;
    if (cell === 5) run.tallies.fail(cell, 1, 'made up, "quoted"');
    const sides = run.tallies.counted(cell);
    run.tallies.add(cell, 100 + cell, sides, {
      escaped: sides.map((side) => 10 * cell + side),
      together: sides.map((side) => (side === 0 ? 10 * cell : 9 * cell)),
    });
  }
  run.finished = finished;
  return run;
}

let madeMaps: Promise<string[]> | undefined;

function maps(): Promise<string[]> {
  madeMaps ??= makeMaps();
  return madeMaps;
}

async function makeMaps(): Promise<string[]> {
  const theoryAt: TheoryAt = () => ({
    lyapunovExponent: 0.25,
    exponentBasis: 'bounded',
    exponentError: 0.001,
    exponentUnit: 'ln distance per step',
    sdeGrowthRate: null,
  });
  const all = [counted(true), counted(false), counted(true, { index: 1, count: 3 })];
  return Promise.all(
    all.map(async (run, k) =>
      mapToJson(
        await mapResult(
          run,
          k === 0 ? { seconds: 2, particleStepsPerSecond: 1e9 } : undefined,
          theoryAt,
        ),
      ),
    ),
  );
}

let madeCheckpoints: string[] | undefined;

function checkpoints(): string[] {
  madeCheckpoints ??= [counted(false), counted(true), counted(true, { index: 1, count: 3 })].map(
    (run) => checkpointToJson(checkpointOf(run)),
  );
  return madeCheckpoints;
}
