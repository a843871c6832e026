import { decodedPair, LINK_VERSION, linkFields, specInput, specToFragment } from './permalink';
import { parseSpec } from './schema';
import type { Spec } from './spec';
import { SpecError } from './spec-error';

/**
 * The spec of a fragment that says, letter by letter, what is written for this spec, in this
 * version or an older one.
 * @returns null for every other text: link-reader.ts has more to say about it.
 */
export function specOfExactFragment(fragment: string): Spec | null {
  // What was a percent sign, or was encoded once more: a link without a check does not tell.
  if (/v=1&.*%25[\da-f]{2}/i.test(fragment)) return null;
  try {
    const pairs = new Map(fragment.split(/[?&]/).map(decodedPair));
    const spec = parseSpec(
      specInput(
        linkFields().filter(({ key }) => pairs.has(key)),
        ({ key, type }) => {
          const text = pairs.get(key)!;
          return type === 'text'
            ? text
            : type === 'number'
              ? Number(text)
              : type === 'list'
                ? text.split(',').map(Number)
                : type === 'texts'
                  ? textsOf(text)
                  : namedNumbers(text, Number);
        },
      ),
    );
    return [LINK_VERSION, 1].some((version) => specToFragment(spec, 'watch', version) === fragment)
      ? spec
      : null;
  } catch (error) {
    if (error instanceof SpecError || error instanceof URIError) return null;
    throw error;
  }
}

/** Texts with semicolons between them, which no formula has. */
export function textsOf(text: string): string[] {
  return text === '' ? [] : text.split(';');
}

/** Numbers by names, each with its range: k~1~-2~2,c~0.5~0~1. */
export function namedNumbers(text: string, number: (text: string) => number): object {
  const entries = text === '' ? [] : text.split(',');
  return Object.fromEntries(
    entries.map((entry) => {
      const [name, value, min, max] = entry.split('~');
      return [name, { value: number(value), min: number(min), max: number(max) }];
    }),
  );
}
