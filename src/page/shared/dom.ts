/** The element of index.html with this id. */
export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const element = document.getElementById(id);
  if (!element) throw new Error(`index.html has no element #${id}`);
  return element as T;
}

/**
 * The element inside of `root` that the page itself has put there.
 * @throws Error where there is none: a fault of the program.
 */
export function find<T extends HTMLElement = HTMLElement>(root: ParentNode, selector: string): T {
  const element = root.querySelector<T>(selector);
  if (!element) throw new Error(`The page has no ${selector}.`);
  return element;
}

/** @throws Error where the browser draws nothing, as when it is out of memory. */
export function contextOf<C extends HTMLCanvasElement | OffscreenCanvas>(
  canvas: C,
): C extends HTMLCanvasElement ? CanvasRenderingContext2D : OffscreenCanvasRenderingContext2D;
export function contextOf(
  canvas: HTMLCanvasElement | OffscreenCanvas,
): CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext('2d') as
    | CanvasRenderingContext2D
    | OffscreenCanvasRenderingContext2D
    | null;
  if (!context) throw new Error('The browser gives no canvas to draw on.');
  return context;
}

/** A new HTML element with text and attributes. */
export function html<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Record<string, string> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** Sets a text only when it changed, so that nothing is laid out or announced for nothing. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** Elements that wear one colour each, so that the browser says what it is in the theme of now. */
const worn = new Map<string, HTMLElement>();

/**
 * The colour of this custom property, as "#rrggbb", or as rgba() where it lets something through. A
 * property itself is only text: it may say light-dark().
 */
export function cssColor(name: string): string {
  let wearer = worn.get(name);
  if (!wearer) {
    wearer = html('i', { hidden: '' });
    wearer.style.color = `var(${name})`;
    document.body.append(wearer);
    worn.set(name, wearer);
  }
  const { color } = getComputedStyle(wearer);
  const [red, green, blue, alpha] = color.match(/[\d.]+/g)!.map(Number);
  if (alpha !== undefined) return color;
  return `#${((red << 16) | (green << 8) | blue).toString(16).padStart(6, '0')}`;
}

/** "#6d9bd1" as red, green and blue from 0 to 1. */
export function rgbOf(hex: string): [number, number, number] {
  const value = Number.parseInt(hex.slice(1), 16);
  return [((value >> 16) & 255) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255];
}
