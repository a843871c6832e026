import type { Sweep } from '../../spec/sweep';
import { parseSweepText } from '../../spec/sweep-schema';
import { JsonEditor, spaced } from '../shared/json-editor';

/** Loaded when it is first opened: the whole sweep as JSON. */
export function openSweepEditor(onApply: (sweep: Sweep) => void): JsonEditor<Sweep> {
  return new JsonEditor({
    ids: {
      drawer: 'sweep-editor',
      button: 'editor-button',
      text: 'sweep-text',
      error: 'sweep-error',
      apply: 'sweep-apply',
    },
    parse: (text) => parseSweepText(text),
    readable,
    onApply: (sweep) => {
      onApply(sweep);
      return null;
    },
  });
}

/** One line a field, and one for each group of the base. */
function readable({ base, ...rest }: Sweep): string {
  const groups = Object.entries(base).map(
    ([key, value]) => `    ${JSON.stringify(key)}: ${spaced(value)}`,
  );
  const lines = Object.entries(rest).map(
    ([key, value]) => `  ${JSON.stringify(key)}: ${spaced(value)}`,
  );
  return `{\n${[...lines, `  "base": {\n${groups.join(',\n')}\n  }`].join(',\n')}\n}`;
}
