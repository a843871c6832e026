import { parseResponse, type Response, type ResponseValue } from '../../spec/response';
import { number, percent, signed } from '../shared/format';
import type { Comparison } from './contrast';

/** The response of a text that `parseSweep` has taken. */
export function responseOf(text: string): Response {
  return parseResponse(text)!;
}

/** What a response is, as the middle of a sentence says it: "median escape time". */
export function responseName(response: Response): string {
  switch (response.kind) {
    case 'escapeTime':
      return response.probability === 0.5
        ? 'median escape time'
        : `time by which ${share(response.probability)} escaped`;
    case 'x':
      return quantileName(response.probability, 'x');
    case 'absX':
      return quantileName(response.probability, '|x|');
    case 'shareAbove':
      return response.bound === 0 ? 'share right of 0' : `share above ${number(response.bound, 4)}`;
    case 'tailIndex':
      return 'tail index estimate';
    default:
      return response satisfies never;
  }
}

function quantileName(probability: number, of: string): string {
  return probability === 0.5 ? `median ${of}` : `${share(probability)} quantile of ${of}`;
}

/** 0.95 as "95 %": as many digits as it has. */
function share(probability: number): string {
  return `${number(100 * probability, 6)} %`;
}

/** What a value counts, for the name over a colour bar; empty where the name says it. */
export function responseUnit({ kind }: Response): string {
  switch (kind) {
    case 'escapeTime':
      return 'steps × dt';
    case 'x':
    case 'absX':
    case 'shareAbove':
      return 'at the last step';
    case 'tailIndex':
      return '';
    default:
      return kind satisfies never;
  }
}

/** Why a cell that has all its replicas has no value. */
export function noValueWords(response: Response): string {
  switch (response.kind) {
    case 'escapeTime':
      return `no value: fewer than ${share(response.probability)} escaped`;
    case 'x':
    case 'absX':
      return 'no value: the particles there are frozen';
    case 'tailIndex':
      return 'no value: fewer than 400 replicas, or some of them frozen or at 0';
    case 'shareAbove':
      return 'no value';
    default:
      return response satisfies never;
  }
}

/** A value for people: shares as percentages. */
export function responseNumber({ kind }: Response, value: number): string {
  return kind === 'shareAbove' ? percent(value) : number(value, 4);
}

/** The 95 % interval; an end that the replicas do not give is said to be open. */
export function responseInterval(response: Response, [, low, high]: ResponseValue): string {
  if (low === null && high === null) return '';
  const end = (value: number | null) =>
    value === null ? 'unknown' : responseNumber(response, value);
  return `${end(low)} to ${end(high)}`;
}

/** "÷" or "−". */
export function contrastSign(comparison: Comparison): string {
  return comparison === 'ratio' ? '÷' : '−';
}

/** A's value against another's: "1.52", "+0.31" or, of shares, "+3.1 points". */
export function contrastText({ kind }: Response, comparison: Comparison, value: number): string {
  if (comparison === 'ratio') return number(value, 3);
  if (kind === 'shareAbove') return `${signed(100 * value, 1)} points`;
  return value > 0 ? `+${number(value, 3)}` : number(value, 3);
}

/** Ends of the interval of A's value against another's; empty where neither is known. */
export function contrastInterval(
  response: Response,
  comparison: Comparison,
  [, low, high]: ResponseValue,
): string {
  if (low === null && high === null) return '';
  const end = (value: number | null) =>
    value === null ? 'unknown' : contrastText(response, comparison, value).replace(' points', '');
  return `${end(low)} to ${end(high)}`;
}

/** What a side is whose value is lower, or higher, than another's: "sooner", "later". */
export function comparedWords({ kind }: Response): [lower: string, higher: string] {
  switch (kind) {
    case 'escapeTime':
      return ['sooner', 'later'];
    case 'absX':
      return ['nearer to 0', 'farther from 0'];
    case 'x':
      return ['further left', 'further right'];
    case 'shareAbove':
      return ['lower', 'higher'];
    case 'tailIndex':
      return ['fatter-tailed', 'thinner-tailed'];
    default:
      return kind satisfies never;
  }
}
