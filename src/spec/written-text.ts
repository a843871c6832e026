import { readJson, type TextSource } from './json-text';

/**
 * The value of a spec or a sweep that people write: JSON with comments, commas after the last
 * value, and a `$schema` for editors, which is left out.
 *
 * @throws TextError as `readJson`.
 */
export function readWritten(text: string, source: TextSource): unknown {
  const value = readJson(text, { ...source, comments: true });
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const { $schema, ...rest } = value as Record<string, unknown>;
  return typeof $schema === 'string' ? rest : value;
}
