import { readFileSync } from 'node:fs';
import { readSamples } from '../experiment/samples/samples-file';
import { shareSamples } from '../host/node/shared-samples';
import { noiseLaws, noiseModel } from '../models/registry';
import type { GivenSamples } from '../spec/given-samples';
import { isObject } from '../spec/is-object';
import type { Spec } from '../spec/spec';
import { UsageError } from './exit';
import { nameOfInput } from './input';
import { reasonOf } from './output/reasons';

/**
 * Reads the files of --samples and makes them known to all threads.
 * @throws UsageError where one cannot be read; SamplesError where it has no pairs.
 */
export function takeSamples(paths: readonly string[] = []): GivenSamples[] {
  return paths.map((path) => {
    const name = nameOfInput(path);
    let bytes: Uint8Array;
    try {
      bytes = readFileSync(path);
    } catch (error) {
      throw new UsageError(`The samples could not be read from ${name}: ${reasonOf(error)}.`);
    }
    const samples = readSamples(bytes, name);
    shareSamples(samples);
    return samples;
  });
}

/**
 * What is written, with the one file of --samples as the data of noise whose law takes samples and
 * does not say which.
 * @param written  A spec, or a part of one, as its JSON has it.
 */
export function withSamples(written: unknown, samples: readonly GivenSamples[]): unknown {
  if (samples.length !== 1 || !isObject(written) || !isObject(written.noise)) return written;
  const { noise } = written;
  return takesSamples(noise.law) && noise.data === undefined
    ? { ...written, noise: { ...noise, data: samples[0].data } }
    : written;
}

/** As `withSamples`, of the base of a sweep and of its comparisons. */
export function sweepWithSamples(written: unknown, samples: readonly GivenSamples[]): unknown {
  if (!isObject(written)) return written;
  const { base, compare } = written;
  const sides = Array.isArray(compare)
    ? compare.map((side) => withSamples(side, samples))
    : withSamples(compare, samples);
  return {
    ...written,
    ...(base === undefined ? {} : { base: withSamples(base, samples) }),
    ...(compare === undefined ? {} : { compare: sides }),
  };
}

/** As `withSamples`, of settings such as noise.law=samples. */
export function settingsWithSamples(
  settings: readonly string[],
  samples: readonly GivenSamples[],
): readonly string[] {
  const given = (field: string) =>
    settings.findLast((text) => text.split('=')[0].trim() === field)?.split('=')[1];
  const asks = takesSamples(given('noise.law')?.trim()) && given('noise.data') === undefined;
  return asks && samples.length === 1 ? [`noise.data=${samples[0].data}`, ...settings] : settings;
}

/** @throws UsageError for samples that no spec names, with the name that they have. */
export function checkNamed(samples: readonly GivenSamples[], specs: readonly Spec[]): void {
  const named = specs.map(({ noise }) => ('data' in noise ? noise.data : null));
  for (const { data } of samples)
    if (!named.includes(data))
      throw new UsageError(
        `--samples: no noise takes them; give noise the law "samples" or "shuffled-samples" and the data "${data}".`,
      );
}

function takesSamples(law: unknown): boolean {
  return typeof law === 'string' && isLaw(law) && noiseModel({ law }).given === true;
}

function isLaw(law: string): law is Spec['noise']['law'] {
  return noiseLaws().some((one) => one === law);
}
