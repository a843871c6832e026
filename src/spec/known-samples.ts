import { type GivenSamples, provideFinder } from './given-samples';
import { SpecError } from './spec-error';

const known = new Map<string, GivenSamples>();

/** Makes pairs known to whoever reads or runs a spec on this thread. */
export function provideSamples(samples: GivenSamples): void {
  known.set(samples.data, samples);
}

export function hasSamples(data: string): boolean {
  return known.has(data);
}

/** A spec names samples that are not here. */
export class MissingSamplesError extends SpecError {
  constructor(readonly data: string) {
    super(
      'noise.data',
      data,
      'the file of these samples too, by --samples on the command line or dropped on the page',
    );
    this.name = 'MissingSamplesError';
  }
}

/** @throws MissingSamplesError where nobody has provided them. */
export function samplesNamed(data: string): GivenSamples {
  const found = known.get(data);
  if (!found) throw new MissingSamplesError(data);
  return found;
}

provideFinder(samplesNamed);
