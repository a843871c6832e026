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
