import { log1p } from '../../../numerics/elementary';
import { number, whole } from '../../shared/format';
import type { Mark } from '../../shared/svg';
import { type Figure, type FigureValues, NARROW, type Size } from '../figure';
import { fromPreset } from '../from-preset';

/** Tosses that the tree has room for. */
const MOST_TOSSES = 6;
/** Presets by their tosses, the nearest of which Watch opens. */
const PRESETS: readonly [number, string][] = [
  [1, 'coin-1'],
  [2, 'coin-2'],
  [4, 'coin-4'],
];

/** Every outcome of some tosses of the coin: a column a toss, a place a number of heads. */
export const coinTreeFigure: Figure = {
  title: 'The tree of a coin.',
  controls: [
    {
      kind: 'press',
      name: 'toss',
      label: 'Toss once more',
      press: (values) =>
        values.tosses < MOST_TOSSES ? { ...values, tosses: values.tosses + 1 } : null,
    },
    {
      kind: 'press',
      name: 'anew',
      label: 'Begin anew',
      press: (values) => (values.tosses > 0 ? { ...values, tosses: 0 } : null),
    },
    {
      kind: 'number',
      name: 'sigma',
      label: 'coin σ',
      min: 0.05,
      max: 0.95,
      step: 0.05,
      start: 0.1,
    },
  ],
  others: { tosses: 2 },
  runs: () => [],
  watch({ tosses }) {
    const [, id] = PRESETS.findLast(([count]) => count <= Math.max(1, tosses)) ?? PRESETS[0];
    return fromPreset(id);
  },
  seconds: 1,
  aspect: { wide: 0.46, narrow: 0.9 },
  draw: ({ values }, size) => treeMarks(values, size),
  sentence({ values: { tosses, sigma } }) {
    if (tosses === 0) return 'The particle is at 1, and the saddle at 0. Toss the coin.';
    const near = waysNearer(tosses, sigma);
    const ways = 2 ** tosses;
    const even = (1 - sigma * sigma) ** Math.floor(tosses / 2);
    const pair =
      tosses > 1 && tosses % 2 === 0
        ? ` As many heads as tails leave ${number(even, 3)} of the distance.`
        : '';
    return `${whole(near)} of ${whole(ways)} ways end nearer to the saddle than they began.${pair}`;
  },
};

/** Of the 2^n orders of n tosses, those that end at |x| < 1. */
export function waysNearer(tosses: number, sigma: number): number {
  let ways = 0;
  for (let heads = 0; heads <= tosses; heads++)
    if (logDistance(tosses, heads, sigma) < -1e-12) ways += choose(tosses, heads);
  return ways;
}

function logDistance(tosses: number, heads: number, sigma: number): number {
  return heads * log1p(sigma) + (tosses - heads) * log1p(-sigma);
}

function choose(n: number, k: number): number {
  let ways = 1;
  for (let i = 1; i <= k; i++) ways = (ways * (n - k + i)) / i;
  return Math.round(ways);
}

function treeMarks({ tosses, sigma }: FigureValues, { width, height }: Size): Mark[] {
  const narrow = width < NARROW;
  const left = narrow ? 24 : 56;
  const right = narrow ? 64 : 150;
  const columns = Math.max(2, tosses);
  const x = (toss: number) => left + (toss / columns) * (width - left - right);
  const middle = height / 2 - 8;
  const reach = (height - 96) / 2;
  const y = (toss: number, heads: number) =>
    middle - ((2 * heads - toss) / Math.max(2, columns)) * reach;
  const lines: Mark[] = [];
  const nodes: Mark[] = [];
  for (let toss = 0; toss <= tosses; toss++)
    for (let heads = 0; heads <= toss; heads++) {
      const at = { x: x(toss), y: y(toss, heads) };
      for (const up of toss < tosses ? [0, 1] : [])
        lines.push({
          name: 'line',
          attributes: {
            class: 'branch',
            x1: at.x,
            y1: at.y,
            x2: x(toss + 1),
            y2: y(toss + 1, heads + up),
          },
        });
      nodes.push(...nodeMarks(toss, heads, sigma, at, toss === tosses, narrow));
    }
  const words = [
    { text: 'heads ↑', y: 20 },
    { text: 'tails ↓', y: height - 14 },
  ].map(
    ({ text, y: at }): Mark => ({
      name: 'text',
      attributes: { class: 'axis-name', x: 4, y: at, 'text-anchor': 'start' },
      text: `${text} × ${number(text.startsWith('heads') ? 1 + sigma : 1 - sigma, 3)}`,
    }),
  );
  return [...lines, ...nodes, ...words];
}

/** A place of the tree: as large as its share of the ways, and where it is. */
function nodeMarks(
  toss: number,
  heads: number,
  sigma: number,
  at: { x: number; y: number },
  last: boolean,
  narrow: boolean,
): Mark[] {
  const log = logDistance(toss, heads, sigma);
  const share = choose(toss, heads) / 2 ** toss;
  const kind = Math.abs(log) < 1e-12 ? 'same' : log < 0 ? 'nearer' : 'farther';
  const r = 4 + (narrow ? 12 : 20) * Math.sqrt(share);
  const node: Mark = {
    name: 'circle',
    attributes: { class: `node ${kind}`, cx: at.x, cy: at.y, r },
  };
  if (!last) return [node];
  const distance = number(Math.exp(log), 3);
  const ways = choose(toss, heads);
  return [
    node,
    {
      name: 'text',
      attributes: { class: 'strong', x: at.x + r + 6, y: at.y + 4, 'text-anchor': 'start' },
      text: narrow ? distance : `${distance}: ${ways} of ${2 ** toss}`,
    },
  ];
}
