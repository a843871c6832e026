import { type LossModel, type LossText, SLOPES, SLOPES_TEXT } from './loss';

/** What losses have in common whose coordinates are chains of their own, each with its slope. */
export const APART = {
  fields: { a: SLOPES },
  noise: 'slopes',
  moves: 'apart',
  additive: true,
  dimension: ({ a }) => a.length,
  slope: ({ a }, coordinate) => a[coordinate],
  defaults: {
    point: ({ a }) => a.map(() => 1),
    sigma: 2,
    tau: 1,
    axis: 'asinh',
    linearRange: null,
  },
  refuses: () => null,
  averagedByLaw: false,
} as const satisfies Partial<LossModel<{ a: typeof SLOPES }>>;

export const APART_TEXT = {
  fields: { a: SLOPES_TEXT },
  coordinates: 'x',
  choices: [1, 2],
  run: null,
} as const satisfies Partial<LossText>;
