import { dimensionOf, type Spec } from '../../spec/spec';
import { BLOCK_STEPS } from '../constants';
import type { EscapeBatch, GeneratorName } from '../engine';
import { rowCount, samplesDrawn } from '../run-parameters';
import { escapeFiles } from './kernel-source';

/** Steps of the longest leg: what one invocation does without a break, milliseconds on a graphics card. */
export const LEG_STEPS = 1024 * BLOCK_STEPS;
/** Most places, replicas times sides, that one chunk has on the device. */
const MOST_PLACES = 2 ** 22;
/** Most runs, cells times sides, of a chunk: some megabytes. */
const MOST_RUNS = 4096;
/** Bytes of state that a chunk may keep between legs. */
const MOST_STATE = 2 ** 26;

/** Part of a batch that is in a chunk. */
export interface Part {
  /** Number of the batch in the call. */
  batch: number;
  first: number;
  end: number;
  /** Place of its first replica on the first side. */
  place: number;
}

/** What one workgroup does: replicas of one side of one part. */
export interface Tile {
  /** Number of the run in the chunk. */
  run: number;
  first: number;
  end: number;
  place: number;
  /** Steps of all its replicas, in units of what a step of one coordinate costs. */
  cost: number;
}

/** Tiles that one pipeline does with one data set. */
export interface Group {
  spec: Spec;
  tiles: Tile[];
  /** Longest horizon. */
  steps: number;
}

/** What is on the device at a time. */
export interface Chunk {
  parts: Part[];
  /** Spec of every run. */
  runs: Spec[];
  groups: Group[];
  /** Places from one side to the next. */
  stride: number;
  /** All places: stride times sides. */
  places: number;
  /** Rows of state that are kept between legs, 0 where no replica needs two legs. */
  rows: number;
}

/**
 * Cuts batches into chunks that fit the device, and these into tiles of one workgroup each, ordered by what pipeline does them.
 * Parts of a batch begin at any replica: integers add up.
 */
export function* planChunks(
  batches: readonly EscapeBatch[],
  workgroupSize: number,
  generator: GeneratorName,
): Generator<Chunk> {
  let open: { batch: number; first: number; end: number }[] = [];
  let places = 0;
  let runs = 0;
  let most = MOST_PLACES;
  for (const [batch, { specs, first, end }] of batches.entries()) {
    const room = roomFor(specs);
    for (let at = first; at < end; ) {
      const allowed = Math.min(most, room);
      const full =
        open.length > 0 &&
        (places + workgroupSize * specs.length > allowed || runs + specs.length > MOST_RUNS);
      if (full) {
        yield chunkOf(batches, open, workgroupSize, generator);
        open = [];
        places = 0;
        runs = 0;
        most = MOST_PLACES;
        continue;
      }
      most = allowed;
      const tiles = Math.max(1, Math.floor((allowed - places) / specs.length / workgroupSize));
      const to = Math.min(end, at + tiles * workgroupSize);
      open.push({ batch, first: at, end: to });
      places += Math.ceil((to - at) / workgroupSize) * workgroupSize * specs.length;
      runs += specs.length;
      at = to;
    }
  }
  if (open.length > 0) yield chunkOf(batches, open, workgroupSize, generator);
}

/** Places that may be on the device with these specs: all of them, or as many as their state leaves room for. */
function roomFor(specs: readonly Spec[]): number {
  const rows = Math.max(...specs.map(legRows));
  return rows === 0 ? MOST_PLACES : Math.floor(MOST_STATE / (4 * rows));
}

/** Rows of state that a spec keeps between legs. */
function legRows(spec: Spec): number {
  return spec.time.steps > LEG_STEPS ? rowCount(spec) : 0;
}

function chunkOf(
  batches: readonly EscapeBatch[],
  open: readonly { batch: number; first: number; end: number }[],
  workgroupSize: number,
  generator: GeneratorName,
): Chunk {
  const parts: Part[] = [];
  let stride = 0;
  for (const part of open) {
    parts.push({ ...part, place: stride });
    stride += Math.ceil((part.end - part.first) / workgroupSize) * workgroupSize;
  }
  const runs: Spec[] = [];
  const groups = new Map<string, Group>();
  let sides = 0;
  let rows = 0;
  for (const { batch, first, end, place } of parts) {
    const { specs } = batches[batch];
    sides = Math.max(sides, specs.length);
    for (const [side, spec] of specs.entries()) {
      const run = runs.push(spec) - 1;
      rows = Math.max(rows, legRows(spec));
      const key = pipelineKey(spec, generator);
      const group = groups.get(key) ?? { spec, tiles: [], steps: 0 };
      groups.set(key, group);
      group.steps = Math.max(group.steps, spec.time.steps);
      const cost = spec.time.steps * dimensionOf(spec) * samplesDrawn(spec);
      for (let at = first; at < end; at += workgroupSize) {
        const to = Math.min(end, at + workgroupSize);
        group.tiles.push({
          run,
          first: at,
          end: to,
          place: side * stride + place + at - first,
          cost: cost * (to - at),
        });
      }
    }
  }
  return { parts, runs, groups: [...groups.values()], stride, places: stride * sides, rows };
}

/** Specs of the same key are done by one pipeline with one data set. */
function pipelineKey(spec: Spec, generator: GeneratorName): string {
  const { law, samples, rho } = spec.noise;
  const set = law === 'dataset' ? [samples, rho, spec.ensemble.seed] : [];
  return [...escapeFiles(spec, generator), ...set].join();
}
