import { noiseModel } from '../../models/registry';
import { ceilLog2, powerOfTwo } from '../../numerics/elementary';
import { type Spec, samplesOf } from '../../spec/spec';
import { BLOCK_STEPS } from '../constants';
import type { EscapeBatch, GeneratorName } from '../engine';
import { rowCount, stepCost } from '../run-parameters';
import { escapeFiles } from './region-files';

/**
 * Steps of one coordinate that one invocation does without a break: milliseconds on a graphics
 * card.
 */
export const LEG_STEPS = 1024 * BLOCK_STEPS;
/** Most places, replicas times sides, that one chunk has on the device. */
export const MOST_CHUNK_PLACES = 2 ** 22;
/** Most runs, cells times sides, of a chunk: some megabytes. */
export const MOST_RUNS = 4096;
/** Bytes of state that a chunk may keep between legs. */
export const MOST_STATE = 2 ** 26;

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
  steps: number;
  /** A step of all its replicas, in units of what a step of one coordinate costs. */
  stepCost: number;
}

/** Tiles that one pipeline does with one data set, in mixed order. */
export interface Group {
  spec: Spec;
  tiles: Tile[];
  /** Longest horizon. */
  steps: number;
  /** Steps of a leg. */
  leg: number;
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
 * Cuts batches into chunks that fit the device, and these into tiles of one workgroup each, grouped
 * by what pipeline does them. Parts of a batch begin at any replica: integers add up.
 */
export function* planChunks(
  batches: readonly EscapeBatch[],
  workgroupSize: number,
  generator: GeneratorName,
): Generator<Chunk> {
  let open = emptyChunk();
  for (const [batch, { specs, first, end }] of batches.entries()) {
    const room = roomFor(specs);
    for (let at = first; at < end; ) {
      const sides = Math.max(open.sides, specs.length);
      const most = Math.min(open.most, room);
      const left = Math.floor(most / sides / workgroupSize) - open.tiles;
      if (open.tiles > 0 && (left < 1 || open.runs + specs.length > MOST_RUNS)) {
        yield chunkOf(batches, open.parts, workgroupSize, generator);
        open = emptyChunk();
        continue;
      }
      const to = Math.min(end, at + Math.max(1, left) * workgroupSize);
      open.parts.push({ batch, first: at, end: to });
      open.tiles += Math.ceil((to - at) / workgroupSize);
      open.runs += specs.length;
      open.sides = sides;
      open.most = most;
      at = to;
    }
  }
  if (open.tiles > 0) yield chunkOf(batches, open.parts, workgroupSize, generator);
}

/**
 * A chunk that parts can still be added to: tiles of one side, most sides of a part, and the places
 * that there may be.
 */
function emptyChunk() {
  return {
    parts: [] as Omit<Part, 'place'>[],
    tiles: 0,
    sides: 0,
    runs: 0,
    most: MOST_CHUNK_PLACES,
  };
}

/**
 * Places that may be on the device with these specs: all of them, or as many as their state leaves
 * room for.
 */
function roomFor(specs: readonly Spec[]): number {
  const rows = Math.max(...specs.map(legRows));
  return rows === 0 ? MOST_CHUNK_PLACES : Math.floor(MOST_STATE / (4 * rows));
}

/** Rows of state that a spec keeps between legs. */
function legRows(spec: Spec): number {
  return spec.time.steps > legSteps(spec) ? rowCount(spec) : 0;
}

/**
 * Steps of a spec's leg: so many blocks, a power of two, that they cost no more than LEG_STEPS, or
 * one block.
 */
export function legSteps(spec: Spec): number {
  return Math.max(BLOCK_STEPS, LEG_STEPS / powerOfTwo(ceilLog2(stepCost(spec))));
}

function chunkOf(
  batches: readonly EscapeBatch[],
  open: readonly Omit<Part, 'place'>[],
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
      const group = groups.get(key) ?? { spec, tiles: [], steps: 0, leg: legSteps(spec) };
      groups.set(key, group);
      group.steps = Math.max(group.steps, spec.time.steps);
      const cost = stepCost(spec);
      for (let at = first; at < end; at += workgroupSize) {
        const to = Math.min(end, at + workgroupSize);
        group.tiles.push({
          run,
          first: at,
          end: to,
          place: side * stride + place + at - first,
          steps: spec.time.steps,
          stepCost: cost * (to - at),
        });
      }
    }
  }
  for (const group of groups.values()) group.tiles = interleaved(group.tiles);
  return { parts, runs, groups: [...groups.values()], stride, places: stride * sides, rows };
}

/**
 * An order whose every stretch holds tiles from all over, by steps of a golden section. Cells in
 * which all escape at once and cells in which none does differ in what they cost by all the
 * horizon: mixed, one submit takes as long as the next.
 */
function interleaved(tiles: readonly Tile[]): Tile[] {
  const count = tiles.length;
  let step = Math.max(1, Math.round(count * (Math.sqrt(5) / 2 - 0.5)));
  while (commonDivisor(step, count) > 1) step++;
  return tiles.map((_, k) => tiles[(k * step) % count]);
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}

/** Specs of the same key are done by one pipeline with one data set, in the same legs. */
function pipelineKey(spec: Spec, generator: GeneratorName): string {
  const { noise, ensemble } = spec;
  const { stored } = noiseModel(noise);
  const set =
    'data' in noise
      ? [noise.data, noise.rho]
      : stored
        ? [samplesOf(spec), noise.rho, ensemble.seed]
        : [];
  return [...escapeFiles(spec, generator), legSteps(spec), ...set].join();
}
