import './data-set';
import { readJson, type TextSource } from './json-text';
import { parseSpec } from './schema';
import type { Spec } from './spec';

/**
 * Reads a spec from JSON text.
 * @param name  Where the text is from, for sentences.
 * @throws SpecError as `parseSpec`, and when the text is not JSON.
 */
export function parseSpecText(text: string, name?: TextSource['name']): Spec {
  return parseSpec(readJson(text, { what: 'spec', name }));
}
