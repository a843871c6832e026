import { createCpuEngine, fastestKernels } from '../../engine/open';
import { specToFragment } from '../../spec/permalink';
import { withParticles } from '../../spec/spec';
import { sweepToFragment } from '../../spec/sweep-permalink';
import '../../models/all-texts';
import '../../theory/all-methods';
import {
  type Control,
  type Figure,
  type FigureShown,
  type FigureValues,
  sizeOf,
  startValues,
  watchedSpec,
} from './figure';
import { FigureRun } from './figure-run';
import { STORY_FIGURES } from './figures';
import { markupOf } from './markup';
import { type FigureMoment, NOTHING } from './moment';
import { packed, unpacked } from './packed-moment';

/** What the build writes into the page of each figure: all of it is there before any script. */
export interface BakedFigure {
  title: string;
  sentence: string;
  /** Still pictures of the end of the run that the figure begins with, as SVG. */
  wide: string;
  narrow: string;
  controls: readonly Control[];
  values: FigureValues;
  /** Whether there is anything to run. */
  runs: boolean;
  /** Fragment of the link to the Watch page; null where nothing runs. */
  fragment: string | null;
  /** Of the link to the Map page; null where no map says the same. */
  mapFragment: string | null;
}

/** Keeps moments from one build to the next. */
export interface BakeCache {
  get(key: string): string | null;
  set(key: string, text: string): void;
}

/** Particles of a still picture. */
const PARTICLES = 2048;
/** Dots of a still picture: each is some letters of the page. */
const DOTS = 500;
/** Widths that still pictures are laid out for; they are shown at about these. */
const WIDE = 760;
const NARROW_STILL = 358;

/** Still pictures and starting values of all figures. */
export async function bakeFigures(cache: BakeCache): Promise<Record<string, BakedFigure>> {
  const baked: Record<string, BakedFigure> = {};
  for (const [name, load] of Object.entries(STORY_FIGURES))
    baked[name] = await bakeFigure(await load(), cache);
  return baked;
}

async function bakeFigure(figure: Figure, cache: BakeCache): Promise<BakedFigure> {
  const values = startValues(figure);
  const shown: FigureShown = { values, moment: await endOf(figure, values, cache) };
  const still = (width: number, name: string) => {
    const size = sizeOf(figure, width);
    return markupOf(figure.draw(shown, size), size, `still ${name}`);
  };
  const watched = watchedSpec(figure, values);
  const map = figure.map?.(values) ?? null;
  return {
    title: figure.title,
    sentence: figure.sentence(shown),
    wide: still(WIDE, 'wide'),
    narrow: still(NARROW_STILL, 'narrow'),
    controls: figure.controls,
    values,
    runs: figure.runs(values).length > 0,
    fragment: watched && specToFragment(watched),
    mapFragment: map && sweepToFragment(map),
  };
}

/** The end of a figure's run, on the processor, by the fastest kernels that know its specs. */
export async function endOf(
  figure: Figure,
  values: FigureValues,
  cache: BakeCache | null = null,
  particles = PARTICLES,
): Promise<FigureMoment> {
  const specs = figure
    .runs(values)
    .map((spec) => withParticles(spec, Math.min(particles, spec.ensemble.particles)));
  if (specs.length === 0) return NOTHING;
  const { dots = 0, ...others } = figure.wants ?? {};
  const wants = { ...others, dots: Math.min(DOTS, dots) };
  const key = JSON.stringify({ specs, wants });
  const kept = cache?.get(key);
  if (kept) return unpacked(kept);
  const run = await FigureRun.begin(createCpuEngine(await fastestKernels(specs)), specs, wants);
  await run.advance(1);
  const moment = await run.moment(true);
  run.destroy();
  cache?.set(key, packed(moment));
  return moment;
}
