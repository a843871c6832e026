import { FormulaError } from './formula-error';

export interface Token {
  kind: 'number' | 'name' | 'sign' | 'end';
  text: string;
  /** Place of its first character, from 0. */
  at: number;
}

const PATTERN =
  /\s*(?:((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|([A-Za-z]\w*)|(<=|>=|[-+*/^()?:,<>]))/y;

/**
 * Numbers, names and signs of a formula, and an end behind them.
 * @throws FormulaError at the first character that is none of these.
 */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (text.slice(at).trim() !== '') {
    PATTERN.lastIndex = at;
    const match = PATTERN.exec(text);
    if (!match) {
      const place = at + text.slice(at).search(/\S/);
      throw new FormulaError(
        `a formula of numbers, names, + - * / ^ < > ? : , and parentheses; character ${place + 1} is none of these`,
        place,
      );
    }
    const [whole, number, name, sign] = match;
    const kind = number ? 'number' : name ? 'name' : 'sign';
    const own = number ?? name ?? sign;
    at += whole.length;
    tokens.push({ kind, text: own, at: at - own.length });
  }
  tokens.push({ kind: 'end', text: '', at: text.length });
  return tokens;
}
