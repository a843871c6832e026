/**
 * JSON with sorted keys, so that equal documents have equal bytes. What no JSON can say, NaN and
 * the infinities, is null: documents leave it out or give a reason beside it. -0 is 0.
 *
 * @param indent  Spaces a level; 0 writes one line. Lists of numbers stay on one line.
 * @param number  Writes finite numbers.
 */
export function canonicalJson(value: unknown, indent = 0, number = numberText): string {
  return write(value, { indent, number }, 0);
}

/**
 * A finite number for files. Integers from 2^53 on have an exponent, 1e+20 and not
 * 100000000000000000000: most readers would take that for an integer, which many languages have
 * only up to 2^63.
 */
export function numberText(value: number): string {
  return Number.isInteger(value) && !Number.isSafeInteger(value)
    ? value.toExponential()
    : String(value);
}

interface Style {
  indent: number;
  number: (value: number) => string;
}

function write(value: unknown, style: Style, depth: number): string {
  const { indent, number } = style;
  if (ArrayBuffer.isView(value)) return write(Array.from(value as Float32Array), style, depth);
  if (typeof value === 'number') return Number.isFinite(value) ? number(value) : 'null';
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const open = indent > 0 ? `\n${' '.repeat(indent * (depth + 1))}` : '';
  const close = indent > 0 ? `\n${' '.repeat(indent * depth)}` : '';
  if (Array.isArray(value)) {
    const items = value.map((item) => write(item, style, depth + 1));
    const flat = value.every((item) => item === null || typeof item !== 'object');
    if (flat) return `[${items.join(indent > 0 ? ', ' : ',')}]`;
    return `[${open}${items.join(`,${open}`)}${close}]`;
  }
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  if (entries.length === 0) return '{}';
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  const colon = indent > 0 ? ': ' : ':';
  const lines = entries.map(
    ([key, item]) => JSON.stringify(key) + colon + write(item, style, depth + 1),
  );
  return `{${open}${lines.join(`,${open}`)}${close}}`;
}
