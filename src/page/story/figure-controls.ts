import { find } from '../shared/dom';
import { number } from '../shared/format';
import { DraggedNumber } from './dragged-number';
import { type Figure, type FigureValues, startValues } from './figure';

/** The controls under a figure, and the numbers in the text that drive it too. */
export class FigureControls {
  private values: FigureValues = {};
  private readonly inputs: HTMLInputElement[];
  private readonly presses: HTMLButtonElement[];
  private readonly dragged: DraggedNumber[] = [];

  constructor(
    name: string,
    private readonly figure: Figure,
    private readonly element: HTMLElement,
    private readonly onChange: (values: FigureValues) => void,
  ) {
    this.inputs = [...element.querySelectorAll<HTMLInputElement>('input[data-control]')];
    this.presses = [...element.querySelectorAll<HTMLButtonElement>('button[data-press]')];
    for (const input of this.inputs) {
      input.disabled = false;
      const event = input.type === 'radio' ? 'change' : 'input';
      input.addEventListener(event, () =>
        this.set(input.dataset.control ?? '', Number(input.value)),
      );
    }
    for (const button of this.presses)
      button.addEventListener('click', () => {
        const next = this.pressOf(button)?.press(this.values);
        if (next) onChange(next);
      });
    for (const control of figure.controls) {
      if (control.kind !== 'number') continue;
      const inText = document.querySelectorAll<HTMLElement>(
        `[data-drag="${name}.${control.name}"]`,
      );
      for (const span of inText)
        this.dragged.push(
          new DraggedNumber(span, control, (value) => this.set(control.name, value)),
        );
    }
    this.show(startValues(figure));
  }

  show(values: FigureValues): void {
    this.values = values;
    for (const input of this.inputs) {
      const value = values[input.dataset.control ?? ''];
      if (input.type === 'radio') input.checked = Number(input.value) === value;
      else {
        input.value = String(value);
        find(this.element, `output[for="${input.id}"]`).textContent = number(value, 4);
      }
    }
    for (const button of this.presses)
      button.disabled = this.pressOf(button)?.press(values) === null;
    for (const dragged of this.dragged) dragged.show(values);
  }

  disable(): void {
    for (const control of [...this.inputs, ...this.presses]) control.disabled = true;
  }

  private set(name: string, value: number): void {
    this.onChange({ ...this.values, [name]: value });
  }

  private pressOf(button: HTMLButtonElement) {
    const control = this.figure.controls.find(({ name }) => name === button.dataset.press);
    return control?.kind === 'press' ? control : null;
  }
}
