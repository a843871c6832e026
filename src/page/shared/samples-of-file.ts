import { MOST_SAMPLES_BYTES, SamplesError } from '../../experiment/samples/samples-error';
import { readSamples } from '../../experiment/samples/samples-file';
import { keepSamples } from '../../host/web/kept-samples';
import type { GivenSamples } from '../../spec/given-samples';
import { provideSamples } from '../../spec/known-samples';
import type { Noise } from '../../spec/spec';
import { SpecError } from '../../spec/spec-error';
import { whole } from './format';

const NOTHING_KEPT =
  'This browser keeps no data for this page, where its workers look for samples; allow it for this site, or use the command line.';

/** Pairs of a file of the reader's, and what is said of them; null where there are none. */
export interface TakenSamples {
  samples: GivenSamples | null;
  /** What the file holds, or why it is not accepted; one sentence. */
  said: string;
}

/** Reads pairs, which this page and its workers know from now on. */
export async function samplesOfFile(file: File): Promise<TakenSamples> {
  try {
    const samples = await pairsOf(file);
    provideSamples(samples);
    return (await keepSamples(samples))
      ? { samples, said: `${file.name}: ${whole(samples.count)} pairs.` }
      : { samples: null, said: NOTHING_KEPT };
  } catch (error) {
    if (error instanceof SpecError) return { samples: null, said: error.message };
    throw error;
  }
}

/** Whether the pairs of this name are what a noise takes its samples from. */
export function isOfSamples(noise: Noise, data: string): boolean {
  return 'data' in noise && noise.data === data;
}

/** Noise of these pairs, drawn as those of the noise before where that had some. */
export function noiseOfSamples(noise: Noise, data: string) {
  return { law: 'data' in noise ? noise.law : 'samples', data } as const;
}

/** @throws SamplesError for a file that holds no pairs. */
async function pairsOf(file: File): Promise<GivenSamples> {
  if (file.size > MOST_SAMPLES_BYTES)
    throw new SamplesError(file.name, `has ${file.size} bytes; give at most ${MOST_SAMPLES_BYTES}`);
  return readSamples(new Uint8Array(await file.arrayBuffer()), file.name);
}
