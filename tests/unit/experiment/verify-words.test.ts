import { describe, expect, test } from 'vitest';
import { POST_WORDS, postSummary } from '../../../src/experiment/verify/claim';
import { CLAIMS, type ClaimResult, PAPERS } from '../../../src/experiment/verify/verify';
import { checkWords, largestZ } from '../../../src/page/verify/check-words';
import { PRESETS } from '../../../src/spec/presets';
import { SWEEP_PRESETS } from '../../../src/spec/sweep-presets';

const CHECK = {
  what: 'rate',
  theory: 1,
  measured: 1.01,
  standardError: 0.01,
  low: 0.99,
  high: 1.03,
  allowance: 0.02,
  allowanceReason: 'rounding',
  z: 0,
  holds: true,
};

describe('what becomes of the statements of the post', () => {
  test.each([...CLAIMS, ...PAPERS])(
    '$id: a statement is tested as said where nothing is tested instead',
    (claim) => {
      expect(claim.post === 'as-said').toBe(claim.corrected === null);
    },
  );

  test('each standing is some claim’s, and the summary adds up to all of them', () => {
    const all = CLAIMS.map(({ post }) => ({ post, verdict: 'holds' as const }));
    expect(new Set(all.map(({ post }) => post))).toEqual(new Set(Object.keys(POST_WORDS)));
    const numbers = postSummary(all, 'post').match(/\d+/g)!.map(Number);
    expect(numbers.reduce((sum, one) => sum + one, 0)).toBe(CLAIMS.length);
  });

  test('a claim that fails says nothing of the post', () => {
    expect(postSummary([{ post: 'as-said', verdict: 'fails' }], 'post')).toBe('');
    expect(postSummary([{ post: 'as-said', verdict: 'holds' }], 'post')).toBe(
      "Of the post's statements 1 holds as said.",
    );
  });
});

test('a check within its allowance says so, and gives no z', () => {
  expect(checkWords(CHECK).z).toBe('within the allowance');
  const claim = { checks: [CHECK], verdict: 'holds' } as unknown as ClaimResult;
  expect(largestZ(claim)).toBe('within the allowance');
  expect(largestZ({ ...claim, checks: [{ ...CHECK, z: 0.5 }] })).toBe('z ≤ 0.50');
});

test('no sentence for people holds the name of a field', () => {
  const sentences = [
    ...[...CLAIMS, ...PAPERS].flatMap(({ title, says, corrected, parameters }) => [
      title,
      says,
      corrected ?? '',
      parameters,
    ]),
    ...PRESETS.flatMap(({ title, sentence, tryThis, expected }) => [
      title,
      sentence,
      tryThis,
      expected,
    ]),
    ...SWEEP_PRESETS.flatMap(({ response: _, ...words }) =>
      Object.values(words).filter((value) => typeof value === 'string'),
    ),
  ];
  for (const sentence of sentences)
    expect(sentence).not.toMatch(/\b[a-z]+[A-Z]\w*|\b[a-z]+\.[a-z]+[A-Z[]/);
});
