import { isTracking, mendings } from '../../spec/link-mending';

/**
 * The parameters of a fragment such as `#run&engine=cpu`, without what was added or encoded on its
 * way: blanks and letters that show nothing, entities, encodings of any depth, marks behind it, and
 * names that tell who opened it. No value of these has a percent sign or ends in a mark.
 *
 * @returns null where the fragment asks for no run.
 */
export function runFragment(fragment: string): URLSearchParams | null {
  let [{ text }] = mendings(fragment.replace(/^#?/, '#'));
  for (let time = 0; time < 4 && text.includes('%'); time++) text = decoded(text);
  const parameters = new URLSearchParams(text.replace(/[\s.,;:!?'"“”’»)>\]}*]+$/u, ''));
  if (!parameters.has('run')) return null;
  for (const name of [...parameters.keys()]) if (isTracking(name)) parameters.delete(name);
  return parameters;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
