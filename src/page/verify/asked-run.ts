import type { EngineChoice } from '../../experiment/engine-choice';
import { MOST_PARTICLES } from '../../spec/schema';
import { runFragment } from '../shared/run-fragment';

/**
 * What the fragment of the address asks for: `#run`, or
 * `#run&engine=cpu&particles=4096&claim=clustering,relu`.
 */
export interface AskedRun {
  engine: EngineChoice | null;
  particles: string | null;
  /** null: all claims. */
  ids: string[] | null;
}

const NAMES = ['run', 'engine', 'particles', 'claim'];

/**
 * @param known  Names of the claims there are.
 * @returns null where the address asks for no run; a sentence where it asks for what there is not.
 */
export function askedRun(
  fragment: string,
  known: readonly string[],
): AskedRun | { refusal: string } | null {
  const parameters = runFragment(fragment);
  if (!parameters) return null;
  for (const name of parameters.keys()) {
    if (!NAMES.includes(name))
      return refused('a name', name, `some of ${NAMES.slice(1).join(', ')}`);
    if (parameters.getAll(name).length > 1) return { refusal: `${name} is given more than once.` };
  }
  const engine = parameters.get('engine');
  if (engine !== null && engine !== 'auto' && engine !== 'gpu' && engine !== 'cpu')
    return refused('engine', engine, 'auto, gpu or cpu');
  const particles = parameters.get('particles');
  const count = Number(particles);
  if (
    particles !== null &&
    !(/^\d{1,9}$/.test(particles) && count >= 64 && count <= MOST_PARTICLES)
  )
    return refused('particles', particles, `a whole number from 64 to ${MOST_PARTICLES}`);
  const ids = parameters.get('claim')?.split(',') ?? null;
  const unknown = ids?.find((id) => !known.includes(id));
  if (unknown !== undefined) return refused('claim', unknown, `some of ${known.join(', ')}`);
  return { engine, particles: particles && String(count), ids };
}

function refused(what: string, found: string, accepted: string): { refusal: string } {
  return {
    refusal: `${what}: ${JSON.stringify(found.slice(0, 60))} is not accepted; give ${accepted}.`,
  };
}
