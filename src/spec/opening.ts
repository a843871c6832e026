/** The spec that the page opens with, as far as it differs from the defaults: the first preset. */
export const OPENING = { time: { steps: 80_000 } };
