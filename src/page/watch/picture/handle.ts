import { html } from '../../shared/dom';

interface HandleOptions {
  /** Class beside `handle`. */
  kind: string;
  label: string;
  /** A place of the axis while it is dragged (`final` false) or chosen, 0 at the left end. */
  onPlace: (at: number, final: boolean) => void;
  /** Enter or Space on it. */
  onEnter?: () => void;
}

/** A share of the axis that an arrow key moves a handle by, and Page Up and Page Down. */
const STEP = 0.01;
const PAGE = 0.1;

/**
 * What can be dragged along the axis of the picture, or moved by the arrow keys: a slider without a
 * track of its own.
 */
export class Handle {
  readonly element: HTMLElement;
  private at = 0;
  private dragged = false;

  constructor(
    /** What the places are a share of. */
    private readonly ground: HTMLElement,
    private readonly options: HandleOptions,
  ) {
    this.element = html('div', {
      class: `handle ${options.kind}`,
      role: 'slider',
      tabindex: '0',
      'aria-label': options.label,
    });
    this.element.addEventListener('pointerdown', (event) => this.take(event));
    this.element.addEventListener('pointermove', (event) => this.drag(event));
    this.element.addEventListener('pointerup', (event) => this.drop(event));
    this.element.addEventListener('pointercancel', () => {
      this.dragged = false;
    });
    this.element.addEventListener('keydown', (event) => this.press(event));
  }

  /**
   * @param at  Where it stands; it is not there outside of 0 to 1.
   * @param text  What that is, for who hears it.
   */
  show(at: number | null, value: number, text: string): void {
    this.element.hidden = at === null || !(at >= 0 && at <= 1);
    if (at === null || this.element.hidden) return;
    this.at = at;
    this.element.style.left = `${at * 100}%`;
    this.element.setAttribute('aria-valuenow', String(value));
    this.element.setAttribute('aria-valuetext', text);
  }

  private take(event: PointerEvent): void {
    if (event.button !== 0) return;
    event.stopPropagation();
    this.element.setPointerCapture(event.pointerId);
  }

  private drag(event: PointerEvent): void {
    if (!this.element.hasPointerCapture(event.pointerId)) return;
    this.dragged = true;
    this.options.onPlace(placeUnder(this.ground, event), false);
  }

  private drop(event: PointerEvent): void {
    event.stopPropagation();
    if (this.dragged) this.options.onPlace(placeUnder(this.ground, event), true);
    this.dragged = false;
  }

  private press(event: KeyboardEvent): void {
    const ways: Record<string, number> = {
      ArrowLeft: -STEP,
      ArrowDown: -STEP,
      ArrowRight: STEP,
      ArrowUp: STEP,
      PageDown: -PAGE,
      PageUp: PAGE,
    };
    const way = ways[event.key];
    const entered = event.key === 'Enter' || event.key === ' ';
    if (way !== undefined) this.options.onPlace(clamped(this.at + way), true);
    else if (entered && this.options.onEnter) this.options.onEnter();
    else return;
    // Neither the page scrolls nor does a shortcut run.
    event.preventDefault();
    event.stopPropagation();
  }
}

/** Where a pointer is along an element, 0 at its left end and 1 at its right one. */
export function placeUnder(ground: HTMLElement, { clientX }: PointerEvent | MouseEvent): number {
  const { left, width } = ground.getBoundingClientRect();
  return clamped((clientX - left) / width);
}

function clamped(at: number): number {
  return Math.max(0, Math.min(1, at));
}
