import { svg } from '../shared/svg';

export type MarkKind = 'holds' | 'fails';

const PATHS: Record<MarkKind, string> = {
  holds: 'M2.5 8.5 6.3 12.3 13.5 3.7',
  fails: 'M3.5 3.5 12.5 12.5 M12.5 3.5 3.5 12.5',
};

/** A tick or a cross beside a word that says the same. */
export function mark(kind: MarkKind): SVGSVGElement {
  const picture = svg('svg', {
    viewBox: '0 0 16 16',
    class: `mark ${kind}`,
    'aria-hidden': 'true',
  });
  picture.append(svg('path', { d: PATHS[kind] }));
  return picture;
}
