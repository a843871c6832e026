import { FormulaError } from './formula-error';
import { FUNCTIONS, type FunctionName, type Graph, isCondition, type Node } from './graph';
import { type Token, tokensOf } from './tokens';

/** Longest text. */
export const LONGEST_FORMULA = 500;
/** Deepest nesting of parentheses, signs, exponents and branches. */
const MOST_DEPTH = 40;

/** Names that every formula has besides its variables. */
const CALLS = [...Object.keys(FUNCTIONS).filter((name) => name !== 'sign'), 'relu'];
const PAIRS = ['min', 'max'];
export const RESERVED: readonly string[] = [...CALLS, ...PAIRS, 'select', 'pi'];

/**
 * Arithmetic: numbers, names, + - * / ^, functions, parentheses, and a < b ? x : y or
 * select(a < b, x, y). ^ goes first and from the right, then the sign, then * and /, then + and -,
 * then comparisons, then ? and :, as in mathematics: -x^2 is -(x^2).
 *
 * @param names  What each name stands for.
 * @throws FormulaError.
 */
export function parse(text: string, graph: Graph, names: ReadonlyMap<string, Node>): Node {
  if (text.length > LONGEST_FORMULA)
    throw new FormulaError(`a formula of at most ${LONGEST_FORMULA} characters`, LONGEST_FORMULA);
  return new Parser(tokensOf(text), graph, names).whole();
}

class Parser {
  private next = 0;
  private depth = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly graph: Graph,
    private readonly names: ReadonlyMap<string, Node>,
  ) {}

  whole(): Node {
    const node = this.number();
    if (this.token.kind !== 'end') this.refuse('an operator or the end');
    return node;
  }

  private get token(): Token {
    return this.tokens[this.next];
  }

  /** A number: no condition. */
  private number(): Node {
    const { at } = this.token;
    const node = this.comparison();
    if (!isCondition(node)) return node;
    if (!this.take('?')) this.refuse('"?" behind a comparison');
    const holds = this.number();
    if (!this.take(':')) this.refuse('":"');
    return this.folded(at, () => this.graph.select(node, holds, this.number()));
  }

  private comparison(): Node {
    const left = this.sum();
    const { text, kind } = this.token;
    if (kind !== 'sign' || !/^[<>]/.test(text)) return left;
    this.next++;
    const right = this.sum();
    const [low, high] = text.startsWith('<') ? [left, right] : [right, left];
    return this.graph.compare(text.endsWith('=') ? 'at-most' : 'less', low, high);
  }

  private sum(): Node {
    let left = this.product();
    for (;;) {
      const { at } = this.token;
      const plus = this.take('+');
      if (!plus && !this.take('-')) return left;
      const [one, other] = [left, this.product()];
      left = this.folded(at, () =>
        plus ? this.graph.add(one, other) : this.graph.subtract(one, other),
      );
    }
  }

  private product(): Node {
    let left = this.signed();
    for (;;) {
      const { at } = this.token;
      const times = this.take('*');
      if (!times && !this.take('/')) return left;
      const [one, other] = [left, this.signed()];
      left = this.folded(at, () =>
        times ? this.graph.multiply(one, other) : this.graph.divide(one, other),
      );
    }
  }

  private signed(): Node {
    return this.deeper(() => {
      if (this.take('-')) return this.graph.negate(this.signed());
      const base = this.single();
      const { at } = this.token;
      if (!this.take('^')) return base;
      const exponent = this.signed();
      return this.folded(at, () => this.graph.power(base, exponent));
    });
  }

  private single(): Node {
    const { kind, text, at } = this.token;
    if (kind === 'number') {
      this.next++;
      return this.folded(at, () => this.graph.constant(Number(text)));
    }
    if (this.take('(')) {
      const inner = this.number();
      this.close();
      return inner;
    }
    if (kind !== 'name') this.refuse('a number, a name or "("');
    const known = this.names.get(text);
    if (known === undefined && !RESERVED.includes(text))
      this.refuse(`one of the names ${[...this.names.keys(), ...RESERVED].join(', ')}`);
    this.next++;
    if (known !== undefined) return known;
    if (text === 'pi') return this.graph.constant(Math.PI);
    if (!this.take('(')) this.refuse(`"(" behind ${text}`);
    const made = this.folded(at, () => this.called(text));
    this.close();
    return made;
  }

  /** What stands between the parentheses of a function. */
  private called(name: string): Node {
    const { graph } = this;
    if (name === 'select') {
      const condition = this.comparison();
      if (!isCondition(condition)) this.refuse('a comparison before the first comma of select');
      this.comma();
      const holds = this.number();
      this.comma();
      return graph.select(condition, holds, this.number());
    }
    const first = this.number();
    if (name === 'relu') return graph.max(first, graph.constant(0));
    if (!PAIRS.includes(name)) return graph.call(name as FunctionName, first);
    this.comma();
    const second = this.number();
    return name === 'min' ? graph.min(first, second) : graph.max(first, second);
  }

  private comma(): void {
    if (!this.take(',')) this.refuse('","');
  }

  private close(): void {
    if (!this.take(')')) this.refuse('an operator or ")"');
  }

  private take(sign: string): boolean {
    if (this.token.kind !== 'sign' || this.token.text !== sign) return false;
    this.next++;
    return true;
  }

  private deeper(make: () => Node): Node {
    if (++this.depth > MOST_DEPTH)
      throw new FormulaError(`a formula nested at most ${MOST_DEPTH} deep`, this.token.at);
    const node = make();
    this.depth--;
    return node;
  }

  /** What is refused for its value is refused at its place. */
  private folded(at: number, make: () => Node): Node {
    try {
      return make();
    } catch (error) {
      throw error instanceof FormulaError && error.at === null
        ? new FormulaError(error.message, at)
        : error;
    }
  }

  private refuse(accepted: string): never {
    const { at, kind } = this.token;
    const place = kind === 'end' ? 'at its end' : `at character ${at + 1}`;
    throw new FormulaError(`a formula that has ${accepted} ${place}`, at);
  }
}
