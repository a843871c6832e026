import type { EngineIdentity } from '../../engine/engine';
import type { CheckResult, ClaimResult, Verification } from '../../experiment/verify/verify';
import { duration } from '../shared/duration';
import { number, whole } from '../shared/format';

/** How checks, claims and reports read, the same in the table, in Markdown and aloud. */

/** Significant digits of what is measured. */
const DIGITS = 5;

/** One check in the words of the table's columns. */
export interface CheckWords {
  what: string;
  theory: string;
  measured: string;
  interval: string;
  z: string;
  allowance: string;
  verdict: string;
}

export function checkWords(check: CheckResult): CheckWords {
  const { what, theory, measured, low, high, z, standardError, allowance, allowanceReason } = check;
  const chance = standardError > 0;
  return {
    what,
    theory: number(theory, DIGITS),
    measured: number(measured, DIGITS),
    interval: chance ? `${number(low, DIGITS)} to ${number(high, DIGITS)}` : 'no chance in it',
    z: z === null ? '∞' : chance ? (z === 0 ? 'within the allowance' : z.toFixed(2)) : 'exact',
    allowance: allowance > 0 ? `${number(allowance, 2)} for ${allowanceReason}` : 'none',
    verdict: verdictWord(check.holds),
  };
}

export function verdictWord(holds: boolean): string {
  return holds ? 'holds' : 'FAILS';
}

/** The largest z of a claim: how near it came to failing. */
export function largestZ({ checks, verdict }: ClaimResult): string {
  if (checks.every(({ standardError, holds }) => standardError === 0 && holds)) return 'exact';
  const largest = Math.max(...checks.map(({ z }) => z ?? Number.POSITIVE_INFINITY));
  if (largest === 0) return 'within the allowance';
  const sign = verdict === 'holds' ? '≤' : '=';
  return Number.isFinite(largest) ? `z ${sign} ${largest.toFixed(2)}` : 'z = ∞';
}

/** "3 checks, all hold", or how many fail. */
export function checkCount({ checks }: ClaimResult): string {
  const failing = checks.filter(({ holds }) => !holds).length;
  if (checks.length === 1) return failing ? '1 check, and it fails' : '1 check, and it holds';
  return `${checks.length} checks, ${failing === 0 ? 'all hold' : `${failing} of them ${failing === 1 ? 'fails' : 'fail'}`}`;
}

/** What computed, for the end of a sentence that says "on". */
export function engineWords({ kind, adapter, fallback }: EngineIdentity): string {
  if (kind === 'cpu') return 'the CPU';
  return fallback ? `${adapter}, a software adapter` : adapter;
}

/** "22 hold, 0 fail". */
export function score({ holding, failing }: Verification): string {
  return `${whole(holding)} ${holding === 1 ? 'holds' : 'hold'}, ${whole(failing)} ${failing === 1 ? 'fails' : 'fail'}`;
}

/** "on the CPU, in 55 s", after the score. */
export function circumstances({ engine, seconds }: Verification): string {
  return `on ${engineWords(engine)}, in ${duration(seconds)}`;
}
