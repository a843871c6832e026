/**
 * A number of the replicas of a cell, beside the share that escapes: a quantile of the time of
 * their first passage, of x or of |x| at the last step, the share with x above a bound, or an
 * estimate of the tail index of |x|. x is that of the coordinate of the histogram.
 */
export type Response =
  | { kind: 'escapeTime' | 'x' | 'absX'; probability: number }
  | { kind: 'shareAbove'; bound: number }
  | { kind: 'tailIndex' };

/**
 * A response of a side of a cell, with its 95 % interval. The value is null where the replicas do
 * not have it: a quantile of first passages that too few of them have, a quantile beyond |x| =
 * 1e30, where particles are frozen, or the tail of too few. An end of the interval is null where
 * the replicas give none.
 */
export type ResponseValue = [value: number | null, low: number | null, high: number | null];

/** Most responses of a sweep. */
export const MOST_RESPONSES = 8;

/** What is accepted, for sentences. */
export const RESPONSES =
  'one of escapeTime:p, x:p and absX:p, the quantile p with 0 < p < 1, such as "escapeTime:0.5"; shareAbove:c, such as "shareAbove:0"; or tailIndex';

/** @returns null where the text is no response. */
export function parseResponse(text: string): Response | null {
  if (text === 'tailIndex') return { kind: 'tailIndex' };
  const [, kind, number] =
    /^(escapeTime|x|absX|shareAbove):([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)$/i.exec(text) ?? [];
  const value = Number(number);
  if (kind === 'shareAbove') return Math.abs(value) <= 1e30 ? { kind, bound: value } : null;
  if (kind === 'escapeTime' || kind === 'x' || kind === 'absX')
    return value > 0 && value < 1 ? { kind, probability: value } : null;
  return null;
}

/** The text that `parseResponse` takes; equal responses have equal texts. */
export function responseText(response: Response): string {
  switch (response.kind) {
    case 'escapeTime':
    case 'x':
    case 'absX':
      return `${response.kind}:${numberText(response.probability)}`;
    case 'shareAbove':
      return `${response.kind}:${numberText(response.bound + 0)}`;
    case 'tailIndex':
      return response.kind;
    default:
      return response satisfies never;
  }
}

/** A + does not survive in a link. */
function numberText(value: number): string {
  return String(value).replace('e+', 'e');
}

/** Whether it is read off the places at the last step, and not off first passages. */
export function needsPositions({ kind }: Response): boolean {
  return kind !== 'escapeTime';
}
