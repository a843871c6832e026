/** One element of an SVG drawing, for the page as for a file. */
export interface Mark {
  name: 'line' | 'path' | 'rect' | 'circle' | 'text';
  /** With a class, which the style sheet or the file gives its looks. */
  attributes: Record<string, string | number>;
  text?: string;
}

export function drawn(marks: readonly Mark[]): SVGElement[] {
  return marks.map(({ name, attributes, text }) => svg(name, attributes, text));
}

const NAMESPACE = 'http://www.w3.org/2000/svg';

/** A new SVG element with attributes; numbers are rounded to hundredths of a pixel. */
export function svg<K extends keyof SVGElementTagNameMap>(
  name: K,
  attributes: Record<string, string | number> = {},
  text = '',
): SVGElementTagNameMap[K] {
  const element = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes))
    element.setAttribute(
      key,
      typeof value === 'number' ? String(Math.round(value * 100) / 100) : value,
    );
  if (text) element.textContent = text;
  return element;
}
