import { canonicalJson } from '../experiment/canonical';
import {
  type CheckResult,
  type ClaimResult,
  POST_WORDS,
  postSummary,
  SUITES,
  type SuiteName,
  type Verification,
  verifyClaims,
  Z_LIMIT,
} from '../experiment/verify/verify';
import { openCpuPool } from '../host/node/cpu-workers';
import { openEngine } from '../host/node/engines';
import { MOST_PARTICLES } from '../spec/schema';
import { readArguments } from './arguments';
import { engineChoice } from './engines';
import { EXIT, UsageError } from './exit';
import { destinationOf } from './output/destination';
import { ProgressLine } from './output/progress-line';
import { OutputError, ReaderGoneError } from './output/reasons';
import { say } from './output/streams';
import { stopCode, stopSignal } from './signals';

/**
 * `saddlescape verify`: puts every claim of the post to the test, and ends with 5 when one fails.
 */
export async function verify(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args, 'verify');
  if (positionals.length > 0)
    throw new UsageError('The command verify takes options only; --claim names a claim.');
  const choice = engineChoice(values.engine);
  const suite = suiteName(values.suite);
  const ids = claimIds(values.claim, suite);
  const particles = particleCount(values.particles);
  const destination = destinationOf(values.out, { command: 'verify', formats: ['json'] });
  const { engine, sentence } = await openEngine(
    choice,
    () => openCpuPool(undefined, 'float64'),
    'float64',
  );
  say(`${sentence}\n`);
  const line = new ProgressLine('the first claim');
  const stop = stopSignal();
  const started = performance.now();
  let current = '';
  let share = 0;
  try {
    const report = await verifyClaims(engine, {
      suite,
      ids,
      particles,
      signal: stop,
      onClaim: ({ title }, number, count) => {
        current = `claim ${number} of ${count}: ${title}`;
        share = (number - 1) / count;
      },
      onStep: () =>
        line.show(`${current}, ${Math.round((performance.now() - started) / 1000)} s`, share),
    });
    line.end();
    await destination.write(
      values.json || values.out ? `${canonicalJson(report, 2)}\n` : inWords(report),
    );
    if (values.out) say(summary(report));
    return report.failing === 0 ? EXIT.done : EXIT.checkFailed;
  } catch (error) {
    line.end();
    if (!stop.aborted || error instanceof OutputError || error instanceof ReaderGoneError)
      throw error;
    say('The verification was stopped.\n');
    return stopCode();
  } finally {
    engine.destroy();
  }
}

function suiteName(text: string | undefined): SuiteName {
  if (text === undefined || text === 'post' || text === 'papers') return text ?? 'post';
  throw new UsageError(
    `--suite: ${JSON.stringify(text.slice(0, 60))} is not accepted; give post or papers.`,
  );
}

/** --claim takes one id or several with commas between. */
function claimIds(text: string | undefined, suite: SuiteName): string[] | undefined {
  if (text === undefined) return undefined;
  const ids = text.split(',');
  for (const id of ids)
    if (!SUITES[suite].some((claim) => claim.id === id))
      throw new UsageError(
        `--claim: ${JSON.stringify(id.slice(0, 60))} is not accepted; give some of ${SUITES[suite].map((claim) => claim.id).join(', ')}.`,
      );
  return ids;
}

function particleCount(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const particles = Number(text);
  if (!/^\d+$/.test(text) || particles < 64 || particles > MOST_PARTICLES)
    throw new UsageError(
      `--particles: ${JSON.stringify(text.slice(0, 60))} is not accepted; give a whole number from 64 to ${MOST_PARTICLES}.`,
    );
  return particles;
}

function inWords(report: Verification): string {
  const rows = report.claims.flatMap((claim) => [...claimLines(claim), '']);
  return `${rows.join('\n')}${summary(report)}`;
}

function claimLines({
  id,
  title,
  source,
  says,
  corrected,
  post,
  parameters,
  particles,
  checks,
  verdict,
}: ClaimResult): string[] {
  return [
    `${verdict === 'holds' ? 'holds' : 'FAILS'}  ${title} (${id})`,
    ...(source ? [`       ${source}.`] : []),
    `       ${source ? 'It says:' : 'The post:'} ${says} (${POST_WORDS[post]})`,
    ...(corrected ? [`       Tested:   ${corrected}`] : []),
    `       At ${parameters}; ${particles} particles.`,
    ...checks.map((check) => `       ${check.holds ? 'ok    ' : 'FAILED'} ${checkLine(check)}`),
  ];
}

function checkLine({
  what,
  theory,
  measured,
  low,
  high,
  standardError,
  z,
  allowance,
  allowanceReason,
}: CheckResult): string {
  const digits = (value: number) => String(Number(value.toPrecision(6)));
  const interval = standardError > 0 ? ` (95 %: ${digits(low)} to ${digits(high)})` : '';
  const distance =
    standardError > 0
      ? `, z ${z === null ? 'infinite' : z === 0 ? 'within the allowance' : z.toFixed(2)}`
      : '';
  const slack =
    allowance > 0 ? `, allowance ${Number(allowance.toPrecision(2))} for ${allowanceReason}` : '';
  return `${what}: theory ${digits(theory)}, measured ${digits(measured)}${interval}${distance}${slack}`;
}

function summary({ engine, suite, claims, holding, failing, seconds }: Verification): string {
  const place = engine.kind === 'cpu' ? 'the CPU' : engine.adapter;
  const said = postSummary(claims, suite);
  return `${said ? `${said}\n` : ''}${holding} claims hold, ${failing} fail, on ${place} in ${Math.round(seconds)} s; a claim holds while every z is below ${Z_LIMIT}.\n`;
}
