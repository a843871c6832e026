import type { Spec } from '../../spec/spec';
import { parseSpecText } from '../../spec/spec-text';
import { JsonEditor, spaced } from '../shared/json-editor';

/** Loaded when it is first opened: the whole spec as JSON. */
export function openSpecEditor(onApply: (spec: Spec) => string | null): JsonEditor<Spec> {
  return new JsonEditor({
    ids: {
      drawer: 'spec-editor',
      button: 'editor-button',
      text: 'spec-text',
      error: 'spec-error',
      apply: 'spec-apply',
    },
    parse: (text) => parseSpecText(text),
    readable,
    onApply,
  });
}

const GROUPS = [
  'version',
  'loss',
  'noise',
  'optimizer',
  'time',
  'start',
  'escape',
  'ensemble',
  'histogram',
] as const;

/** One line a group, as in the documentation. */
function readable(spec: Spec): string {
  const lines = GROUPS.map((key) => `  ${JSON.stringify(key)}: ${spaced(spec[key])}`);
  return `{\n${lines.join(',\n')}\n}`;
}
