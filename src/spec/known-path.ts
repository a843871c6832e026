import { type FieldPath, parsePath } from './field-path';

/**
 * The path of a field that the schema has accepted, such as that of a sweep's axis.
 * @throws Error for every other text: a fault of the program.
 */
export function knownPath(text: string): FieldPath {
  const path = parsePath(text);
  if (!path) throw new Error(`There is no field ${text}.`);
  return path;
}
