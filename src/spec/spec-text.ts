import './data-set';
import type { TextSource } from './json-text';
import { parseSpec } from './schema';
import type { Spec } from './spec';
import { readWritten } from './written-text';

/**
 * Reads a spec from JSON text, which may have comments.
 * @param name  Where the text is from, for sentences.
 * @throws SpecError as `parseSpec`, and when the text is not JSON.
 */
export function parseSpecText(text: string, name?: TextSource['name']): Spec {
  return parseSpec(readWritten(text, { what: 'spec', name }));
}
