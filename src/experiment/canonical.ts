/**
 * JSON with sorted keys, so that equal documents have equal bytes.
 *
 * @param indent  Spaces a level; 0 writes one line. Lists of numbers stay on one line.
 */
export function canonicalJson(value: unknown, indent = 0): string {
  return write(value, indent, 0);
}

function write(value: unknown, indent: number, depth: number): string {
  if (ArrayBuffer.isView(value)) return write(Array.from(value as Float32Array), indent, depth);
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const open = indent > 0 ? `\n${' '.repeat(indent * (depth + 1))}` : '';
  const close = indent > 0 ? `\n${' '.repeat(indent * depth)}` : '';
  if (Array.isArray(value)) {
    const items = value.map((item) => write(item, indent, depth + 1));
    const flat = value.every((item) => item === null || typeof item !== 'object');
    if (flat) return `[${items.join(indent > 0 ? ', ' : ',')}]`;
    return `[${open}${items.join(`,${open}`)}${close}]`;
  }
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  if (entries.length === 0) return '{}';
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  const colon = indent > 0 ? ': ' : ':';
  const lines = entries.map(([key, item]) => JSON.stringify(key) + colon + write(item, indent, depth + 1));
  return `{${open}${lines.join(`,${open}`)}${close}}`;
}
