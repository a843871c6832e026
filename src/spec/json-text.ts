import { plain } from './plain-text';
import { SpecError } from './spec-error';

/** What a text is and where it is from, for the sentence that refuses it. */
export interface TextSource {
  /** What it should be: spec, sweep, map or checkpoint. */
  what: string;
  /** Path of its file, or "standard input"; left out where the user sees the text. */
  name?: string | undefined;
  /** Most characters it may have, and most bytes. */
  most?: number | undefined;
  /** Whether comments and commas after the last value are accepted, as in JSON with Comments. */
  comments?: boolean;
}

/** A spec or a sweep with every field, and longer than any that is written by hand. */
export const MOST_CHARACTERS = 1_000_000;
/** Documents of this program are at most eight deep. */
const MOST_LEVELS = 64;

/**
 * A text or its bytes were refused before what it says was looked at. The message is one sentence.
 */
export class TextError extends SpecError {
  constructor(sentence: string) {
    super('', undefined, '');
    this.message = sentence;
    this.name = 'TextError';
  }
}

/**
 * The value that a text holds as JSON (RFC 8259). A field that is given twice is refused, and so is
 * a number that is too large or too small for a number of 64 bits: both would be changed without a
 * word.
 *
 * @throws TextError that names line and column, counted from 1.
 */
export function readJson(text: string, source: TextSource): unknown {
  const subject = subjectOf(source);
  const most = source.most ?? MOST_CHARACTERS;
  if (text.length > most)
    throw new TextError(`${subject} has ${text.length} characters; give at most ${most}.`);
  const bare = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  if (bare.trim() === '') throw new TextError(`${subject} is empty.`);
  const scanner = new Scanner(bare, source.comments === true);
  const fault = scanner.scan();
  if (fault) {
    const verdict = fault.json ? 'is not accepted' : 'is not JSON';
    throw new TextError(`${subject} ${verdict}: ${placeOf(bare, fault.at)} has ${fault.found}.`);
  }
  return JSON.parse(scanner.withoutComments());
}

/** The subject of a sentence: The map in map.json. */
export function subjectOf({ what, name }: TextSource): string {
  return `The ${what}${name === undefined ? '' : ` in ${plain(name)}`}`;
}

interface Fault {
  /** Where it begins. */
  at: number;
  found: string;
  /** Whether the text is JSON all the same. */
  json?: true;
}

/** An object or a list that is not closed yet. */
interface Open {
  at: number;
  /** Fields so far and where they stand; null for a list. */
  fields: Map<string, number> | null;
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
/** What somebody meant as a number or a word. */
const WORD = /[+\-.\p{L}\d_$]+/uy;
const STRING_PART = /[^"\\\p{Cc}]*/uy;
/** What may follow a number. */
const ENDS = new Set<string | undefined>([',', ']', '}', ' ', '\n', '\r', '\t', undefined]);
/** What ends a text, or is no plain letter of it. */
const UNUSUAL = /[\\\p{Cc}]/u;
/** To the end of the line, or closed. */
const COMMENT = /\/\/[^\n\r]*|\/\*[\s\S]*?\*\//y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;
const WORDS = ['true', 'false', 'null'];

/**
 * Looks for the first place at which a text is not JSON. It keeps a list of what is open and calls
 * nothing again: no depth overflows it.
 */
class Scanner {
  private at = 0;
  private readonly open: Open[] = [];
  /** Comments, and commas after a last value: where each begins and ends. */
  private readonly skipped: [first: number, end: number][] = [];

  /** @param comments  Whether comments and commas after the last value are accepted. */
  constructor(
    private readonly text: string,
    private readonly comments: boolean,
  ) {}

  /** The text as JSON, once `scan` has found no fault. */
  withoutComments(): string {
    let json = '';
    let from = 0;
    for (const [first, end] of this.skipped.sort(([a], [b]) => a - b)) {
      // A space, since a comment parts what is on either side.
      json += `${this.text.slice(from, first)} `;
      from = end;
    }
    return json + this.text.slice(from);
  }

  scan(): Fault | null {
    for (;;) {
      const fault = this.value();
      if (fault) return fault;
      // What is behind a value: closings, then a comma and what the next value needs, or the end.
      for (let more = true; more; ) {
        const next = this.next();
        const inner = this.open.at(-1);
        if (!inner) return next === '' ? null : this.stray('where the document has ended');
        if (next === (inner.fields ? '}' : ']')) {
          this.open.pop();
          this.at++;
          continue;
        }
        const close = inner.fields ? '}' : ']';
        if (next !== ',') return this.stray(`where a comma or ${close} should be`);
        const comma = this.at++;
        const after = this.next();
        if (this.comments && after === close) {
          this.skipped.push([comma, comma + 1]);
          continue;
        }
        if (after === '}' || after === ']' || after === ',')
          return { at: comma, found: `a comma with nothing after it; remove it` };
        if (inner.fields) {
          const bad = this.name(inner.fields);
          if (bad) return bad;
        }
        more = false;
      }
    }
  }

  /** Goes over a value, or into the first one of a list or an object. */
  private value(): Fault | null {
    for (;;) {
      const next = this.next();
      if (next !== '{' && next !== '[') return this.scalar(next);
      if (this.open.length === MOST_LEVELS)
        return {
          at: this.at,
          found: `a ${next} inside ${MOST_LEVELS} others; give at most ${MOST_LEVELS}`,
          json: true,
        };
      const fields = next === '{' ? new Map<string, number>() : null;
      this.open.push({ at: this.at++, fields });
      if (this.next() === (fields ? '}' : ']')) {
        this.open.pop();
        this.at++;
        return null;
      }
      if (fields) {
        const bad = this.name(fields);
        if (bad) return bad;
      }
    }
  }

  private scalar(next: string): Fault | null {
    if (next === '"') return this.string();
    const start = this.at;
    const number = this.match(NUMBER);
    if (number !== '' && ENDS.has(this.text[this.at])) return numberFault(number, start);
    this.at = start;
    const word = this.match(WORD);
    if (word === '') return this.stray('where a value should be');
    if (WORDS.includes(word)) return null;
    if (number !== '' && number === word) return numberFault(number, start);
    this.at = start;
    const shown = JSON.stringify(plain(word, 40));
    const known = WORDS.find((name) => name === word.toLowerCase());
    if (known) return { at: start, found: `${shown}, which JSON writes as ${known}` };
    if (/^[+-]?(nan|inf(inity)?)$/i.test(word))
      return { at: start, found: `${shown}, but JSON has only finite numbers` };
    if (/^[+\-.]*\d/.test(word))
      return {
        at: start,
        found: `${shown}, which is not a JSON number; write it as 12, -0.5 or 1e-3`,
      };
    return {
      at: start,
      found: `${shown} where a value should be; put a text between double quotes`,
    };
  }

  /** Name of a field, and its colon. */
  private name(fields: Map<string, number>): Fault | null {
    if (this.next() !== '"') {
      const word = this.match(WORD);
      this.at -= word.length;
      if (word === '') return this.stray('where the name of a field should be');
      const shown = plain(word, 40);
      if (/^\d/.test(word))
        return {
          at: this.at,
          found: `${shown} after a comma; write a number with a point, such as 0.5`,
        };
      return { at: this.at, found: `a field's name without double quotes; write "${shown}"` };
    }
    const start = this.at;
    const bad = this.string();
    if (bad) return bad;
    const written = this.text.slice(start, this.at);
    const name = written.includes('\\') ? String(JSON.parse(written)) : written.slice(1, -1);
    const first = fields.get(name);
    if (first !== undefined)
      return {
        at: start,
        found: `the field "${plain(name, 60)}" again, which ${placeOf(this.text, first)} gives already`,
        json: true,
      };
    fields.set(name, start);
    if (this.next() !== ':') return this.stray('where a colon should be');
    this.at++;
    return null;
  }

  private string(): Fault | null {
    const start = this.at++;
    const quote = this.text.indexOf('"', this.at);
    if (quote >= 0 && !UNUSUAL.test(this.text.slice(this.at, quote))) {
      this.at = quote + 1;
      return null;
    }
    for (;;) {
      this.match(STRING_PART);
      const next = this.text[this.at];
      if (next === '"') {
        this.at++;
        return null;
      }
      if (next === undefined) return { at: start, found: 'a double quote that is not closed' };
      if (next === '\n' || next === '\r')
        return {
          at: start,
          found: 'a double quote that is not closed on its line; write \\n for a line break',
        };
      if (next !== '\\') {
        // Control characters beyond the first 32 are allowed.
        if (next >= '\x7f') {
          this.at++;
          continue;
        }
        return {
          at: this.at,
          found: `a control character inside a text; write it as ${plain(next)}`,
        };
      }
      if (this.match(ESCAPE) === '')
        return {
          at: this.at,
          found: `"${plain(this.text.slice(this.at, this.at + 2))}", which JSON does not have; write a backslash as \\\\`,
        };
    }
  }

  /** The next character that is neither space nor comment; nothing at the end. */
  private next(): string {
    const { text } = this;
    for (;;) {
      const code = text.charCodeAt(this.at);
      if (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) this.at++;
      else if (!this.comments || !this.comment()) return text[this.at] ?? '';
    }
  }

  /** Goes over a comment that begins here and is closed; false where there is none. */
  private comment(): boolean {
    const first = this.at;
    if (this.match(COMMENT) === '') return false;
    this.skipped.push([first, this.at]);
    return true;
  }

  private match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? '';
    this.at += found.length;
    return found;
  }

  /** Something stands where something else should. */
  private stray(where: string): Fault {
    const { at, text } = this;
    const inner = this.open.at(-1);
    if (at >= text.length) {
      const open =
        inner &&
        `, and the ${inner.fields ? '{' : '['} of ${placeOf(text, inner.at)} is not closed`;
      return { at, found: `the end of the text ${where}${open ?? ''}` };
    }
    const character = String.fromCodePoint(text.codePointAt(at)!);
    if (/^\/[/*]/.test(text.slice(at, at + 2)))
      return {
        at,
        found: this.comments
          ? 'a comment that is not closed'
          : 'a comment, which JSON does not have',
      };
    if (/['\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb`]/.test(character))
      return {
        at,
        found: `${character} for a quote; put a text between straight double quotes`,
      };
    return { at, found: `${plain(character === '"' ? 'a text' : `"${character}"`)} ${where}` };
  }
}

/** A number of 64 bits holds it. */
function numberFault(written: string, at: number): Fault | null {
  const value = Number(written);
  const lost = value === 0 && /^-?[\d.]*[1-9]/.test(written);
  if (Number.isFinite(value) && !lost) return null;
  const why = lost ? 'which is too close to 0; write 0' : 'which is too large';
  return { at, found: `the number ${plain(written, 40)}, ${why}`, json: true };
}

/** Line and column, counted from 1: editors count alike. */
function placeOf(text: string, at: number): string {
  const before = text.slice(0, at).split(/\r\n|\r|\n/);
  return `line ${before.length}, column ${Array.from(before[before.length - 1]).length + 1}`;
}
