import { number } from './format';

/**
 * A number as people type it, or what is wrong with the text: the end of a sentence that begins
 * with what was typed.
 */
export type Typed = { value: number } | { wrong: string };

const PLAIN = /^[+-]?(\d+[.,]?\d*|[.,]\d+)(e[+-]?\d+)?$/i;
/** 1,234 is 1234 to one reader and 1.234 to another; 0,234 is one number to all. */
const AMBIGUOUS = /^[+-]?[1-9]\d{0,2},\d{3}$/;
const GROUPED = /^[+-]?\d{1,3}([.,'’_\s]\d{3})+([.,]\d*)?$/;

/**
 * Reads a number: a decimal point or one decimal comma, an exponent, any minus sign. Nothing else
 * that JavaScript takes for a number is one here (0x10, Infinity, an empty text).
 * @param example  A number such as is wanted.
 */
export function typedNumber(text: string, example = 1): Typed {
  const plain = withExponent(text.trim()).replace(/(^|e)[−–]/gi, '$1-');
  if (AMBIGUOUS.test(plain))
    return {
      wrong: `can mean ${plain.replace(',', '')} or ${plain.replace(',', '.')}; give one of the two`,
    };
  if (PLAIN.test(plain)) {
    const value = Number(plain.replace(',', '.'));
    if (Number.isFinite(value) && (value !== 0 || !/[1-9]/.test(plain.replace(/e.*/i, ''))))
      return { value };
    return { wrong: `is too ${value === 0 ? 'small' : 'large'} for a number of 64 bits` };
  }
  if (GROUPED.test(plain))
    return { wrong: 'has thousands separators; give its digits without them' };
  return { wrong: `is not a number; give one such as ${number(example)}` };
}

const POWER = /^([+−–-]?)(?:([\d.,]+)\s*[·×*]\s*)?10(?:\^([+−–-]?\d+)|([⁻⁺]?)([⁰¹²³⁴⁵⁶⁷⁸⁹]+))$/;

/** 3·10⁻⁹, as the page writes it, and 3*10^-9 as 3e-9; all else as it is. */
function withExponent(text: string): string {
  const found = POWER.exec(text);
  if (!found) return text;
  const [, sign, mantissa = '1', written, raisedSign = '', raised = ''] = found;
  const digits = raised.replace(/./g, (digit) => String('⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(digit)));
  return `${sign}${mantissa}e${written ?? `${raisedSign === '⁻' ? '-' : ''}${digits}`}`;
}

/**
 * Reads numbers with spaces or semicolons between, or with commas where no comma can be a decimal
 * one.
 * @param count  How many are wanted, where that is known: one alone may have a decimal comma.
 */
export function typedNumbers(
  text: string,
  count?: number,
): { values: number[] } | { wrong: string } {
  const trimmed = text.trim();
  if (count === 1 || !trimmed.includes(',')) return readAll(trimmed, trimmed.split(/[\s;]+/));
  const parts = trimmed.split(/,?[\s;]+/).filter(Boolean);
  if (parts.length > 1) return readAll(trimmed, parts);
  const pieces = trimmed.replace(/,$/, '').split(',');
  if (pieces.length === 2)
    return {
      wrong: `“${short(trimmed)}” can be one number or two; put spaces between numbers and decimal points in them`,
    };
  return readAll(trimmed, pieces);
}

function readAll(text: string, parts: string[]): { values: number[] } | { wrong: string } {
  const values: number[] = [];
  for (const part of parts) {
    const read = typedNumber(part);
    if ('wrong' in read) return { wrong: `${quoted(text === '' ? '' : part)} ${read.wrong}` };
    values.push(read.value);
  }
  return { values };
}

/** What was typed, as it stands at the head of a sentence. */
export function quoted(text: string): string {
  return text.trim() === '' ? 'nothing' : `“${short(text.trim())}”`;
}

function short(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 40)}…`;
}
