import type { Mark } from '../shared/svg';
import { svg } from '../shared/svg';
import type { Size } from './figure';

/** A drawing as text, for a page that is made at build. */
export function markupOf(marks: readonly Mark[], { width, height }: Size, name: string): string {
  const inner = marks.map(({ name: tag, attributes, text }) => {
    const all = Object.entries(attributes)
      .map(([key, value]) => ` ${key}="${written(value)}"`)
      .join('');
    return text === undefined ? `<${tag}${all}/>` : `<${tag}${all}>${escapedText(text)}</${tag}>`;
  });
  return `<svg class="${name}" viewBox="0 0 ${width} ${height}" aria-hidden="true">${inner.join('')}</svg>`;
}

export function escapedText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function written(value: string | number): string {
  return typeof value === 'number' ? String(Math.round(value * 100) / 100) : escapedText(value);
}

/** Draws into an element what it does not show yet: elements that are the same kind stay. */
export function paint(into: SVGElement, marks: readonly Mark[]): void {
  marks.forEach(({ name, attributes, text = '' }, i) => {
    const there = into.children[i];
    if (there?.tagName !== name) {
      const made = svg(name, attributes, text);
      if (there) there.replaceWith(made);
      else into.append(made);
      return;
    }
    for (const [key, value] of Object.entries(attributes)) {
      const wanted = typeof value === 'number' ? String(Math.round(value * 100) / 100) : value;
      if (there.getAttribute(key) !== wanted) there.setAttribute(key, wanted);
    }
    for (const key of there.getAttributeNames())
      if (!(key in attributes)) there.removeAttribute(key);
    if (there.textContent !== text) there.textContent = text;
  });
  while (into.children.length > marks.length) into.lastElementChild?.remove();
}
