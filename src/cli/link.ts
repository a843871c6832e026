import { isObject } from '../spec/is-object';
import { specToFragment } from '../spec/permalink';
import { sweepToFragment } from '../spec/sweep-permalink';
import { parseSweep, sidesOf } from '../spec/sweep-schema';
import { readArguments } from './arguments';
import { EXIT, UsageError } from './exit';
import {
  givenSpec,
  givesDocument,
  readDocument,
  refuseChanges,
  type SpecOptions,
  specOfDocument,
} from './given-spec';
import { print } from './output/streams';
import { checkNamed, sweepWithSamples, takeSamples } from './samples';

/** `saddlescape link`: the link of a run or of a map. */
export async function link(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args, 'link');
  const page = pageAddress(values.page);
  await print(`${wholeLink(await askedFragment('link', positionals, values), page)}\n`);
  return EXIT.done;
}

/** What is asked for, as the fragment of its link. */
interface AskedFragment {
  fragment: string;
  /** The page that opens it. */
  file: '' | 'map.html';
}

/**
 * The link of the spec or the sweep that a command is given. A document with a field that sweeps
 * alone have is a sweep.
 */
export async function askedFragment(
  command: string,
  positionals: readonly string[],
  values: SpecOptions,
): Promise<AskedFragment> {
  if (!givesDocument(positionals, values))
    return { fragment: specToFragment(await givenSpec(command, positionals, values)), file: '' };
  const written = await readDocument(positionals[0], 'spec');
  if (!isSweep(written))
    return { fragment: specToFragment(specOfDocument(written, values)), file: '' };
  refuseChanges(values, 'a sweep');
  const samples = takeSamples(values.samples);
  const sweep = parseSweep(sweepWithSamples(written, samples));
  checkNamed(samples, sidesOf(sweep));
  return { fragment: sweepToFragment(sweep), file: 'map.html' };
}

/** The whole link, or its fragment where no page is given. */
export function wholeLink({ fragment, file }: AskedFragment, page: URL | null): string {
  return page === null ? fragment : new URL(file + fragment, page).href;
}

/** @throws UsageError for what is no address of a page. */
export function pageAddress(text: string | undefined): URL | null {
  if (text === undefined) return null;
  const page = URL.canParse(text) ? new URL(text) : null;
  if (page && ['http:', 'https:', 'file:'].includes(page.protocol)) return page;
  throw new UsageError(
    `--page: ${JSON.stringify(text.slice(0, 60))} is not accepted; give an address such as http://localhost:4173/.`,
  );
}

/** Fields that sweeps alone have. */
export const SWEEP_FIELDS = [
  ...['base', 'x', 'y', 'replicas', 'sameNoise', 'compare'],
  ...['halfWidth', 'mostReplicas', 'tied', 'responses'],
];

function isSweep(written: unknown): boolean {
  return isObject(written) && SWEEP_FIELDS.some((field) => Object.hasOwn(written, field));
}
