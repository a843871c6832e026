import type { Response } from '../../spec/response';
import { html } from '../shared/dom';
import { number, percent } from '../shared/format';
import { svg } from '../shared/svg';
import type { Hatch } from './hatching';
import { noValueWords } from './response-words';

export interface MapKeyOptions {
  hatch: Hatch;
  curves: boolean;
  /** Whether some exponent is that of a limit. */
  limits: boolean;
  notCounted: boolean;
  failed: boolean;
  /** The response that some cell has no value of, where there is such a cell. */
  noValue: Response | null;
}

/** What lines and patterns of a map mean. */
export class MapKey {
  private drawn = '';

  constructor(private readonly host: HTMLElement) {
    host.classList.add('map-key');
  }

  draw(options: MapKeyOptions): void {
    const entries = keyEntries(options);
    const key = entries.map(({ text }) => text).join();
    if (key === this.drawn) return;
    this.drawn = key;
    this.host.replaceChildren(
      ...entries.map(({ look, text }) => {
        const swatch = svg('svg', {
          class: 'map-swatch',
          viewBox: '0 0 28 14',
          'aria-hidden': 'true',
        });
        for (const [name, attributes] of SWATCHES[look]) swatch.append(svg(name, attributes));
        return html('span', {}, swatch, text);
      }),
    );
  }
}

export type KeyLook = 'steps' | 'limit' | 'sde' | 'hatched' | 'notCounted' | 'failed' | 'noValue';

/** Entries of the key, in order. */
export function keyEntries({
  hatch,
  curves,
  limits,
  notCounted,
  failed,
  noValue,
}: MapKeyOptions): { look: KeyLook; text: string }[] {
  return [
    ...(curves
      ? ([
          { look: 'steps', text: 'growth rate 0 of the actual steps' },
          ...(limits ? [{ look: 'limit', text: 'the same, known in a limit only' } as const] : []),
          { look: 'sde', text: 'of the SDE' },
        ] as const)
      : []),
    ...(hatch ? [{ look: 'hatched' as const, text: hatchWords(hatch) }] : []),
    ...(notCounted ? [{ look: 'notCounted' as const, text: 'not counted yet' }] : []),
    ...(failed ? [{ look: 'failed' as const, text: 'failed' }] : []),
    ...(noValue ? [{ look: 'noValue' as const, text: noValueWords(noValue) }] : []),
  ];
}

function hatchWords(hatch: NonNullable<Hatch>): string {
  if ('outside' in hatch) return 'the 99 % interval misses the exact probability';
  if ('ofScale' in hatch)
    return `95 % interval longer than ${percent(hatch.ofScale, 0)} of the scale, or without an end`;
  if ('overlap' in hatch) return 'no difference shown: the 95 % intervals overlap';
  return 'zero' in hatch
    ? 'no difference shown: the 95 % interval holds 0'
    : `95 % interval wider than ±${number(100 * hatch.halfWidth)} points`;
}

const BACK_DIAGONALS = 'M-5 0l14 14M2 0l14 14M9 0l14 14M16 0l14 14M23 0l14 14';
const DIAGONALS = 'M-2 14L12 0M5 14L19 0M12 14L26 0M19 14L33 0';

const SWATCHES: Record<KeyLook, ['path' | 'rect', Record<string, string | number>][]> = {
  steps: line('steps'),
  limit: line('limit'),
  sde: line('sde'),
  hatched: [
    ['rect', { class: 'swatch-paper', width: 28, height: 14 }],
    ['path', { class: 'swatch-light', d: DIAGONALS }],
    ['path', { class: 'swatch-dark', d: DIAGONALS }],
  ],
  notCounted: [
    ['rect', { class: 'swatch-frame', x: 0.5, y: 0.5, width: 27, height: 13 }],
    ['path', { class: 'swatch-dots', d: 'M4 4h20M4 10h20' }],
  ],
  noValue: [
    ['rect', { class: 'swatch-frame', x: 0.5, y: 0.5, width: 27, height: 13 }],
    ['path', { class: 'swatch-none', d: BACK_DIAGONALS }],
  ],
  failed: [
    ['rect', { class: 'swatch-frame', x: 0.5, y: 0.5, width: 27, height: 13 }],
    ['path', { class: 'swatch-cross', d: 'M11 4l6 6m0 -6l-6 6' }],
  ],
};

function line(look: string): ['path' | 'rect', Record<string, string | number>][] {
  return [
    ['rect', { class: 'swatch-paper', width: 28, height: 14 }],
    ['path', { class: `threshold-halo ${look}`, d: 'M0 7h28' }],
    ['path', { class: `threshold ${look}`, d: 'M0 7h28' }],
  ];
}
