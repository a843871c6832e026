import type { GivenSamples } from '../spec/given-samples';
import { readSpecLink } from '../spec/link-reader';
import { findPreset, PRESETS } from '../spec/presets';
import { parseSpec } from '../spec/schema';
import { withSettings } from '../spec/settings';
import type { Spec } from '../spec/spec';
import { readWritten } from '../spec/written-text';
import type { OptionValues } from './commands';
import { UsageError } from './exit';
import { nameOfInput, readText } from './input';
import { say } from './output/streams';
import { checkNamed, settingsWithSamples, takeSamples, withSamples } from './samples';

/** What commands that take a spec are given for it. */
export type SpecOptions = Pick<
  OptionValues<'run'>,
  'preset' | 'link' | 'samples' | 'set' | 'seed' | 'particles'
>;

/**
 * The spec that a command is asked for: of a file, standard input, a preset or a link, with the
 * fields that options change.
 *
 * @throws UsageError where there is none or more than one; SpecError where it is not accepted.
 */
export async function givenSpec(
  command: string,
  positionals: readonly string[],
  values: SpecOptions,
): Promise<Spec> {
  const samples = takeSamples(values.samples);
  return changed(await source(command, positionals, values, samples), values, samples);
}

/** As `givenSpec`, of a document that is read already. */
export function specOfDocument(written: unknown, values: SpecOptions): Spec {
  const samples = takeSamples(values.samples);
  return changed(parseSpec(withSamples(written, samples)), values, samples);
}

/** Whether a command is given one document, which may hold something else than a spec. */
export function givesDocument(positionals: readonly string[], values: SpecOptions): boolean {
  return positionals.length === 1 && values.link === undefined && values.preset === undefined;
}

/** @throws UsageError where options change a spec, and the document holds something else. */
export function refuseChanges(values: SpecOptions, held: string): void {
  for (const option of ['set', 'seed', 'particles'] as const)
    if (values[option] !== undefined)
      throw new UsageError(`--${option} changes a spec, and the file holds ${held}.`);
}

/**
 * The document that a command is given as a file or on standard input.
 *
 * @throws UsageError where it cannot be read; TextError where it is no JSON.
 */
export async function readDocument(path: string, what: string): Promise<unknown> {
  return readWritten(await readText(path, what), { what, name: nameOfInput(path) });
}

function changed(given: Spec, values: SpecOptions, samples: readonly GivenSamples[]): Spec {
  const spec = withSettings(given, [
    ...settingsWithSamples(values.set ?? [], samples),
    ...(values.seed === undefined ? [] : [`ensemble.seed=${values.seed}`]),
    ...(values.particles === undefined ? [] : [`ensemble.particles=${values.particles}`]),
  ]);
  checkNamed(samples, [spec]);
  return spec;
}

async function source(
  command: string,
  positionals: readonly string[],
  { link, preset }: SpecOptions,
  samples: readonly GivenSamples[],
): Promise<Spec> {
  const sources = [...positionals, link, preset].filter((one) => one !== undefined).length;
  if (sources === 0)
    throw new UsageError(
      `${command} needs a spec: give the path of a JSON file, - for standard input, --preset or --link.`,
    );
  if (sources > 1)
    throw new UsageError(
      `${command} takes one spec: give one JSON file, or - for standard input, or --preset, or --link.`,
    );
  if (link !== undefined) return specOfLink(link);
  if (preset !== undefined) {
    const found = findPreset(preset);
    if (found) return found.spec;
    throw new UsageError(
      `--preset: ${JSON.stringify(preset.slice(0, 60))} is not accepted; give one of ${PRESETS.map(({ id }) => id).join(', ')}.`,
    );
  }
  return parseSpec(withSamples(await readDocument(positionals[0], 'spec'), samples));
}

function specOfLink(link: string): Spec {
  const { asked, notice } = readSpecLink(link);
  if (notice) say(`${notice}\n`);
  return asked;
}
