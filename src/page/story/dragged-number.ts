import { number } from '../shared/format';
import type { FigureValues, NumberControl } from './figure';

/** Pixels of a drag that cross the whole range. */
const RANGE_PIXELS = 240;
/** Steps of the keys PageUp and PageDown. */
const PAGE = 10;

/** A number in the text that can be dragged sideways, or changed by keys: a slider without a track. */
export class DraggedNumber {
  private value: number;

  constructor(
    private readonly element: HTMLElement,
    private readonly control: NumberControl,
    private readonly onChange: (value: number) => void,
  ) {
    this.value = control.start;
    element.setAttribute('role', 'slider');
    element.tabIndex = 0;
    element.setAttribute('aria-label', control.label);
    element.setAttribute('aria-valuemin', String(control.min));
    element.setAttribute('aria-valuemax', String(control.max));
    this.wirePointer();
    this.wireKeys();
  }

  show(values: FigureValues): void {
    this.value = values[this.control.name];
    const words = number(this.value, 4);
    if (this.element.textContent !== words) this.element.textContent = words;
    this.element.setAttribute('aria-valuenow', String(this.value));
    this.element.setAttribute('aria-valuetext', words);
  }

  private wirePointer(): void {
    const { element, control } = this;
    let from: { x: number; value: number } | null = null;
    element.addEventListener('pointerdown', (event) => {
      from = { x: event.clientX, value: this.value };
      element.setPointerCapture(event.pointerId);
      event.preventDefault();
      element.focus();
    });
    element.addEventListener('pointermove', ({ clientX }) => {
      if (!from) return;
      const range = control.max - control.min;
      this.set(from.value + ((clientX - from.x) / RANGE_PIXELS) * range);
    });
    for (const end of ['pointerup', 'pointercancel'] as const)
      element.addEventListener(end, () => {
        from = null;
      });
  }

  private wireKeys(): void {
    const { min, max, step } = this.control;
    const targets: Record<string, () => number> = {
      ArrowRight: () => this.value + step,
      ArrowUp: () => this.value + step,
      ArrowLeft: () => this.value - step,
      ArrowDown: () => this.value - step,
      PageUp: () => this.value + PAGE * step,
      PageDown: () => this.value - PAGE * step,
      Home: () => min,
      End: () => max,
    };
    this.element.addEventListener('keydown', (event) => {
      const target = targets[event.key];
      if (!target || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      this.set(target());
    });
  }

  /** The nearest value that the control has. */
  private set(value: number): void {
    const { min, max, step } = this.control;
    const steps = Math.round((Math.min(max, Math.max(min, value)) - min) / step);
    const decimals = Math.max(0, Math.ceil(-Math.log10(step) + 1e-9) + 1);
    const next = Number((min + steps * step).toFixed(decimals));
    if (next !== this.value) this.onChange(next);
  }
}
