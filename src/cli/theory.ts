import { canonicalJson } from '../experiment/canonical';
import { theorySummary } from '../experiment/result';
import { exactEscape } from '../theory/escape/exact-escape';
import { sigmaThresholds } from '../theory/theory';
import { readArguments } from './arguments';
import { EXIT, UsageError } from './exit';
import { givenSpec } from './given-spec';
import { destinationOf } from './output/destination';

/** `saddlescape theory`: what theory knows of a spec, without simulating it. */
export async function theory(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args, 'theory');
  const destination = destinationOf(values.out, {
    command: 'theory',
    formats: ['json'],
    inputs: positionals,
  });
  const spec = await givenSpec('theory', positionals, values);
  const step = stepOf(values.step, spec.time.steps);
  const document = {
    spec,
    step,
    theory: theorySummary(spec, step),
    thresholds: sigmaThresholds(spec, spec.histogram.coordinate),
    escape: exactEscape(spec),
  };
  await destination.write(`${canonicalJson(document, 2)}\n`);
  return EXIT.done;
}

function stepOf(text: string | undefined, steps: number): number {
  if (text === undefined) return steps;
  const step = /^[1-9]\d*$/.test(text) ? Number(text) : 0;
  if (step >= 1 && step <= steps) return step;
  throw new UsageError(
    `--step: ${JSON.stringify(text.slice(0, 60))} is not accepted; give a whole number from 1 to ${steps}.`,
  );
}
