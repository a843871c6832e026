/**
 * How much of the Watch page is shown: all of it, or, for a frame in another page, picture, verdict
 * and play, with the first controls or without. It is a part of the link and none of the spec.
 * public/boot.js sets it before anything is drawn; embedded.css has the layouts.
 */
export const LAYOUTS = ['plot', 'basic', 'full'] as const;
export type Layout = (typeof LAYOUTS)[number];

export interface ChosenLayout {
  layout: Layout;
  /** The fragment without it: what asks for a run. */
  fragment: string;
  /** One sentence where it asks for something else. */
  refusal: string | null;
}

const FIELD = /([#&?])ui=([^&]*)/g;

/** Reads it from the fragment of an address. */
export function chosenLayout(hash: string): ChosenLayout {
  const given = Array.from(hash.matchAll(FIELD), ([, , name]) => name);
  const fragment = hash.replace(FIELD, (_, before) => (before === '&' ? '' : before));
  const layout = LAYOUTS.find((one) => one === given[0]);
  const accepted = given.length === 0 || (given.length === 1 && layout);
  return {
    layout: (accepted && layout) || 'full',
    fragment: fragment === '#?' ? '#' : fragment,
    refusal: accepted
      ? null
      : `ui: ${JSON.stringify(given.join(' and '))} is not accepted; give "plot", "basic" or "full" once. The whole page is shown.`,
  };
}

/** The layout that is shown. */
export function shownLayout(): Layout {
  return (document.documentElement.dataset.ui as Layout | undefined) ?? 'full';
}

export function showLayout(layout: Layout): void {
  const { dataset } = document.documentElement;
  if (layout === 'full') delete dataset.ui;
  else dataset.ui = layout;
}

/** What a link says of the layout that is shown. */
export function layoutField(layout = shownLayout()): string {
  return layout === 'full' ? '' : `&ui=${layout}`;
}
