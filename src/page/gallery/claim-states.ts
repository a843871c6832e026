import type { CheckResult, ClaimResult } from '../../experiment/verify/verify';
import type { Standing } from '../verify/claim-row';
import type { ClaimText } from '../verify/verify-protocol';

/** Every standing that a claim can have, as the id of a claim that has it. */
export const CLAIM_STATES: readonly Standing[] = ['untested', 'waits', 'running', 'holds', 'fails'];

const check = (measured: number): CheckResult => ({
  ...{ what: 'mean of |x|', theory: 0, measured, standardError: 1, allowance: 0 },
  ...{ allowanceReason: null, low: measured - 2, high: measured + 2, z: Math.abs(measured) },
  holds: Math.abs(measured) < 4,
});

/** Checks that hold in the middle and near a limit, and one that fails. */
export const CHECKS: readonly (readonly CheckResult[])[] = [
  [check(0)],
  [check(-3), check(2)],
  [check(9)],
];

export function claimText(state: Standing): ClaimText {
  return {
    ...{ id: state, title: `A claim: ${state}`, post: 'qualified' },
    ...{ says: 'What the post says of it.', corrected: 'The statement that holds instead.' },
    parameters: 'a = 1, σ = 2',
  };
}

/** What was found of a claim in this state; null where nothing was. */
export function resultOfState(state: Standing): ClaimResult | null {
  if (state !== 'holds' && state !== 'fails') return null;
  const checks = state === 'holds' ? CHECKS[1] : CHECKS[2];
  return {
    ...claimText(state),
    source: null,
    ...{ particles: 4096, steps: 100, seconds: 0.52, verdict: state, checks: [...checks] },
  };
}
