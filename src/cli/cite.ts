import { bibtexOf, type CitedResult } from '../experiment/citation';
import { runSpec } from '../experiment/run';
import { isObject } from '../spec/is-object';
import { parseSpec } from '../spec/schema';
import type { Spec } from '../spec/spec';
import { readArguments } from './arguments';
import { type AskedEngine, askedEngine, engineFor } from './engines';
import { EXIT, UsageError } from './exit';
import {
  givenSpec,
  givesDocument,
  readDocument,
  refuseChanges,
  type SpecOptions,
  specOfDocument,
} from './given-spec';
import { nameOfInput } from './input';
import { pageAddress } from './link';
import { ProgressLine } from './output/progress-line';
import { print } from './output/streams';
import { stopSignal } from './signals';

/** `saddlescape cite`: BibTeX of a result, or of a spec that is run for its digest. */
export async function cite(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args, 'cite');
  const page = pageAddress(values.page);
  const asked = askedEngine(values);
  const given = await resultOrSpec(positionals, values);
  const cited = 'digest' in given ? given : await run(given, asked);
  await print(`${bibtexOf(cited, page)}\n`);
  return EXIT.done;
}

async function resultOrSpec(
  positionals: readonly string[],
  values: SpecOptions,
): Promise<CitedResult | Spec> {
  if (!givesDocument(positionals, values)) return givenSpec('cite', positionals, values);
  const written = await readDocument(positionals[0], 'result');
  if (!isObject(written) || !('digest' in written)) return specOfDocument(written, values);
  refuseChanges(values, 'a result');
  return resultIn(written, nameOfInput(positionals[0]));
}

/** @throws UsageError for what `saddlescape run` does not write. */
function resultIn(written: Record<string, unknown>, name: string): CitedResult {
  const { spec, engine, digest } = written;
  const known =
    typeof digest === 'string' &&
    /^[0-9a-f]{64}$/.test(digest) &&
    isObject(engine) &&
    (engine.kind === 'cpu' || engine.kind === 'gpu') &&
    typeof engine.adapter === 'string' &&
    typeof engine.version === 'string';
  if (!known)
    throw new UsageError(
      `The result in ${name} has no digest and engine as saddlescape run writes them; give a result, or a spec.`,
    );
  const { kind, adapter, version } = engine as unknown as CitedResult['engine'];
  return {
    spec: parseSpec(spec),
    engine: { kind, adapter, version, fallback: engine.fallback === true },
    digest: digest as string,
    ...wholeRun(written),
  };
}

/** Steps and escapes, where the document has them. */
function wholeRun({ steps, escape: left }: Record<string, unknown>): Partial<CitedResult> {
  return typeof steps === 'number' && isObject(left) && typeof left.count === 'number'
    ? { steps, escape: { count: left.count } }
    : {};
}

async function run(spec: Spec, asked: AskedEngine): Promise<CitedResult> {
  const engine = await engineFor(asked, [spec]);
  const line = new ProgressLine(`the first of ${spec.time.steps} steps`);
  try {
    return await runSpec(engine, spec, {
      signal: stopSignal(),
      onProgress: ({ step, steps, done, total }) =>
        line.show(`step ${step} of ${steps}`, done / total),
    });
  } finally {
    line.end();
    engine.destroy();
  }
}
