import { parseSpec } from './schema';
import type { Spec } from './spec';

/** Something with its spec, which is parsed when it is asked for: whoever lists many asks for few. */
export function withSpecWhenAsked<T extends object>(
  of: T,
  document: () => unknown,
): Omit<T, 'spec'> & { readonly spec: Spec } {
  let spec: Spec | null = null;
  return {
    ...of,
    get spec() {
      spec ??= parseSpec(document());
      return spec;
    },
  };
}
