import type { Check, ClaimRunner } from './measure';

/**
 * as-said: the statement itself is tested. qualified: true under a condition, or in part, that the
 * tested one names. not-as-said: the tested one contradicts it. open: the post asks, the tested one
 * answers.
 */
export type PostStanding = 'as-said' | 'qualified' | 'not-as-said' | 'open';

/** Whose statements: those of the post, or of published papers. */
export type SuiteName = 'post' | 'papers';

/** A published statement that can be put to the test. */
export interface Claim {
  id: string;
  title: string;
  /** Author, year and title; left out for the post. */
  source?: string;
  /** What the post or paper says, in our words. */
  says: string;
  /** What is tested instead of it; null where the statement itself is. */
  corrected: string | null;
  /** How the statement fares against the one that is tested. */
  post: PostStanding;
  /** What it is tested at. */
  parameters: string;
  measure(runner: ClaimRunner): Promise<Check[]>;
}

/** How statements of the post fare, in words that need no other table. */
export const POST_WORDS: Record<PostStanding, string> = {
  'as-said': 'tested as said',
  qualified: 'true under a condition',
  'not-as-said': 'not true as said',
  open: 'an open question',
};

const WHOSE: Record<SuiteName, string> = { post: "the post's", papers: "the papers'" };

/**
 * "Of the post's statements 1 holds as said, ...": of those whose tested statement holds. Empty
 * where there is none.
 */
export function postSummary(
  claims: readonly { post: PostStanding; verdict: 'holds' | 'fails' }[],
  suite: SuiteName,
): string {
  const count = (post: PostStanding) =>
    claims.filter((claim) => claim.post === post && claim.verdict === 'holds').length;
  const parts = [
    [count('as-said'), 'holds as said', 'hold as said'],
    [count('qualified'), 'under a condition', 'under a condition'],
    [count('not-as-said'), 'does not hold as said', 'do not hold as said'],
    [count('open'), 'was an open question', 'were open questions'],
  ] as const;
  const words = parts.flatMap(([n, one, many]) => (n > 0 ? [`${n} ${n === 1 ? one : many}`] : []));
  return words.length > 0 ? `Of ${WHOSE[suite]} statements ${words.join(', ')}.` : '';
}
