/** What the fragment of the address asks for: `#run`, or `#run&engine=cpu&particles=4096&claim=clustering,relu`. */
export interface RunParameters {
  engine: string | null;
  particles: string | null;
  /** null: all claims. */
  ids: string[] | null;
}

/** @returns null where the address asks for no run. */
export function runParameters(fragment: string): RunParameters | null {
  const parameters = new URLSearchParams(fragment.replace(/^#/, ''));
  if (!parameters.has('run')) return null;
  return {
    engine: parameters.get('engine'),
    particles: parameters.get('particles'),
    ids: parameters.get('claim')?.split(',') ?? null,
  };
}
