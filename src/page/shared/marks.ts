import type { Mark } from './svg';

/**
 * A mark as SVG text.
 * @param looks  Presentation attributes by class: a file has no style sheet.
 */
export function markText({ name, attributes, text }: Mark, looks: Record<string, string>): string {
  const { class: className, ...rest } = attributes;
  const pairs = Object.entries(rest).map(
    ([key, value]) =>
      `${key}="${typeof value === 'number' ? Math.round(value * 100) / 100 : escapeXml(value)}"`,
  );
  const look = looks[className ?? name];
  const open = [name, ...(look ? [look] : []), ...pairs].join(' ');
  return text === undefined ? `<${open}/>` : `<${open}>${escapeXml(text)}</${name}>`;
}

/** A text for the inside of an element or an attribute. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
