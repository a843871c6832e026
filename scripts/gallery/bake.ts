import { createCpuEngine, fastestKernels } from '../../src/engine/open';
import { type Area, curvePieces, pathData } from '../../src/page/shared/curve';
import { histogramScale, scaleFor, shareHeight } from '../../src/page/shared/scales';
import type { Mark } from '../../src/page/shared/svg';
import type { BakeCache } from '../../src/page/story/bake';
import type { Wants } from '../../src/page/story/figure';
import { FigureRun } from '../../src/page/story/figure-run';
import { countsOf, type FigureMoment, type Side } from '../../src/page/story/moment';
import { packed, unpacked } from '../../src/page/story/packed-moment';
import {
  contourMark,
  dotsMark,
  type Plane,
  trailsMark,
} from '../../src/page/story/views/plane-marks';
import { LEAST_IN_SIGHT, rangeFor } from '../../src/page/watch/follow-range';
import { PRESETS } from '../../src/spec/presets';
import { dimensionOf, radiusOf, type Spec, withEnds, withParticles } from '../../src/spec/spec';
import { surfaceOf } from '../../src/theory/surfaces/spec-surface';
import '../../src/models/all-texts';
import '../../src/theory/all-methods';

/** What a thumbnail is drawn with: paths by the class that gives them their colours. */
export interface DrawnPath {
  class: string;
  d: string;
}

/** Pixels of a thumbnail. */
export const SIZE = { width: 160, height: 90 };
const AREA: Area = { left: 2, top: 4, width: 156, height: 82 };
const BINS = 52;
const PARTICLES = 1024;
/** Of runs of more steps than this, half as many particles do. */
const LONG = 15_000;
const DOTS = 160;
const TRAILS = 5;
/** Points of a trail. */
const POINTS = 40;
const LINES = 9;

/** A small picture of the end of each preset's run, by its name. */
export async function bakeThumbnails(cache: BakeCache): Promise<Record<string, DrawnPath[]>> {
  const drawn: Record<string, DrawnPath[]> = {};
  for (const { id, spec } of PRESETS) drawn[id] = written(await thumbnail(id, spec, cache));
  return drawn;
}

async function thumbnail(id: string, spec: Spec, cache: BakeCache): Promise<Mark[]> {
  const surface = surfaceOf(spec);
  if (surface && dimensionOf(spec) === 2) {
    const side = await endOf(spec, { dots: DOTS, paths: TRAILS }, cache);
    const every = Math.ceil(side.paths.length / POINTS);
    const plane: Plane = { window: surface.window, area: AREA };
    const paths = side.paths.filter((_, i) => i % every === 0 || i === side.paths.length - 1);
    return [
      contourMark(id, surface.atRest, plane, LINES),
      trailsMark({ ...side, paths }, plane),
      dotsMark(side.dots, plane),
    ];
  }
  const coarse: Spec = { ...spec, histogram: { ...spec.histogram, bins: BINS } };
  const side = await endOf(coarse, { dots: PARTICLES, counts: true, law: true }, cache);
  return histogramMarks(await inSight(side, cache));
}

/** The same run where its particles are, as the page's picture follows them. */
async function inSight(side: Side, cache: BakeCache): Promise<Side> {
  const { spec, particles, dots } = side;
  const { below, above } = countsOf(side);
  if (particles - below - above >= LEAST_IN_SIGHT * particles) return side;
  const ends = rangeFor(spec.histogram, dots.x);
  return ends ? endOf(withEnds(spec, ends), { counts: true, law: true }, cache) : side;
}

/** The end of a run of few particles, by the fastest kernels that know it. */
async function endOf(spec: Spec, wants: Wants, cache: BakeCache): Promise<Side> {
  const most = spec.time.steps > LONG ? PARTICLES / 2 : PARTICLES;
  const few = withParticles(spec, Math.min(most, spec.ensemble.particles));
  const key = JSON.stringify({ spec: few, wants });
  const kept = cache.get(key);
  if (kept) return unpacked(kept).sides[0];
  const run = await FigureRun.begin(createCpuEngine(await fastestKernels([few])), [few], wants);
  await run.advance(1);
  const moment: FigureMoment = await run.moment(true);
  run.destroy();
  cache.set(key, packed(moment));
  return moment.sides[0];
}

/** Bars, the law over them, and the edges of the region that counts as escaped. */
function histogramMarks(side: Side): Mark[] {
  const { spec, particles, law } = side;
  const { counts } = countsOf(side);
  const highest = Math.max(...counts, ...(law?.bins ?? []).map((share) => share * particles));
  const scale = scaleFor('linear', highest / particles, particles);
  const bottom = AREA.top + AREA.height;
  let bars = '';
  counts.forEach((count, bin) => {
    if (count === 0) return;
    const left = AREA.left + (bin / counts.length) * AREA.width;
    const y = bottom - shareHeight(scale, count / particles) * AREA.height;
    const right = left + AREA.width / counts.length;
    bars += `M${left.toFixed(1)} ${bottom}V${y.toFixed(1)}H${right.toFixed(1)}V${bottom}Z`;
  });
  const { position } = histogramScale(spec.histogram);
  const radius = radiusOf(spec);
  const edges = (radius === null ? [] : [-radius, radius])
    .filter((value) => value > 0 || spec.histogram.axis !== 'log-abs')
    .map(position)
    .filter((place) => place > 0 && place < 1)
    .map((place) => `M${(AREA.left + place * AREA.width).toFixed(1)} ${AREA.top}V${bottom}`);
  const marks = [
    { name: 'path', attributes: { class: 'bars', d: bars } },
    { name: 'path', attributes: { class: 'radius', d: edges.join('') } },
    { name: 'path', attributes: { class: 'axis', d: `M${AREA.left} ${bottom}h${AREA.width}` } },
  ] satisfies Mark[];
  if (!law || law.lattice) return marks;
  const d = pathData(curvePieces(law.bins, scale, AREA, law.lattice));
  return [...marks, { name: 'path', attributes: { class: 'curve', d } }];
}

/** @throws Error where a mark is no path: the page draws nothing else. */
function written(marks: readonly Mark[]): DrawnPath[] {
  return marks
    .filter(({ attributes }) => attributes.d !== '')
    .map(({ name, attributes }) => {
      if (name !== 'path') throw new Error(`A thumbnail has a ${name}; it draws paths alone.`);
      return { class: String(attributes.class), d: String(attributes.d) };
    });
}
