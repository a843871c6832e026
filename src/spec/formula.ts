import { FormulaError } from '../formula/formula-error';
import { power } from '../numerics/elementary';

/** A value of names that vary. */
export type Formula = (values: Readonly<Record<string, number>>) => number;

/** Longest text: what calls itself for each parenthesis stays shallow. */
const MOST_LETTERS = 200;

/**
 * Arithmetic: numbers, names, + - * / ^ and parentheses. ^ goes first and from the right, then the
 * sign, then * and /, then + and -, as in mathematics: -x^2 is -(x^2).
 *
 * @throws FormulaError.
 */
export function parseFormula(text: string, names: readonly string[]): Formula {
  if (text.length > MOST_LETTERS)
    throw new FormulaError(`a formula of at most ${MOST_LETTERS} characters`);
  return new Parser(text, names).whole();
}

class Parser {
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly names: readonly string[],
  ) {}

  whole(): Formula {
    const formula = this.sum();
    if (this.next() !== '') this.refuse('an operator or the end');
    return formula;
  }

  private sum(): Formula {
    let left = this.product();
    for (;;) {
      const sign = this.take('+') ? 1 : this.take('-') ? -1 : 0;
      if (sign === 0) return left;
      const [one, other] = [left, this.product()];
      left = (values) => one(values) + sign * other(values);
    }
  }

  private product(): Formula {
    let left = this.signed();
    for (;;) {
      const times = this.take('*');
      if (!times && !this.take('/')) return left;
      const [one, other] = [left, this.signed()];
      left = times
        ? (values) => one(values) * other(values)
        : (values) => one(values) / other(values);
    }
  }

  private signed(): Formula {
    if (!this.take('-')) return this.powers();
    const inner = this.signed();
    return (values) => -inner(values);
  }

  private powers(): Formula {
    const base = this.single();
    if (!this.take('^')) return base;
    const exponent = this.signed();
    return (values) => realPower(base(values), exponent(values));
  }

  private single(): Formula {
    if (this.take('(')) {
      const inner = this.sum();
      if (!this.take(')')) this.refuse('")"');
      return inner;
    }
    this.next();
    const rest = this.text.slice(this.at);
    const [number] = /^(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/i.exec(rest) ?? [];
    if (number !== undefined) {
      this.at += number.length;
      const value = Number(number);
      return () => value;
    }
    const [name] = /^[A-Za-z]\w*/.exec(rest) ?? [];
    if (name === undefined || !this.names.includes(name))
      return this.refuse(`a number, "(" or one of ${this.names.join(', ')}`);
    this.at += name.length;
    return (values) => values[name];
  }

  /** The next letter that is no space. */
  private next(): string {
    while (/\s/.test(this.text.charAt(this.at))) this.at++;
    return this.text.charAt(this.at);
  }

  private take(letter: string): boolean {
    if (this.next() !== letter) return false;
    this.at++;
    return true;
  }

  private refuse(accepted: string): never {
    const place = this.at < this.text.length ? `at character ${this.at + 1}` : 'at its end';
    throw new FormulaError(`a formula that has ${accepted} ${place}`);
  }
}

/** NaN where there is none among real numbers. */
function realPower(x: number, y: number): number {
  return x < 0 && !Number.isInteger(y) ? Number.NaN : power(x, y);
}
