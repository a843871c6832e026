import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { specOfExactFragment } from '../../../src/spec/exact-fragment';
import { type Opened, readSpecLink } from '../../../src/spec/link-reader';
import { specToFragment } from '../../../src/spec/permalink';
import { parseSpec, SpecError } from '../../../src/spec/schema';
import type { Spec } from '../../../src/spec/spec';
import type { Sweep } from '../../../src/spec/sweep';
import { readSweepLink, sweepToFragment } from '../../../src/spec/sweep-permalink';
import { parseSweep } from '../../../src/spec/sweep-schema';
import { repeats } from '../../support/long';
import { anySpec } from './any-spec';

/**
 * Links as version 1 wrote them, of all presets of that day and of specs of every kind, with what
 * they say.
 */
const OLD: { runs: { link: string; spec: Spec }[]; sweeps: { link: string; sweep: Sweep }[] } =
  JSON.parse(readFileSync('tests/reference/links-v1.json', 'utf8'));

describe('links of version 1', () => {
  test('are open for ever', () => {
    expect(OLD.runs.length).toBeGreaterThan(100);
    for (const { link, spec } of OLD.runs) {
      expect(readSpecLink(link).asked, link).toEqual(spec);
      expect([null, spec]).toContainEqual(specOfExactFragment(link));
    }
    for (const { link, sweep } of OLD.sweeps)
      expect(readSweepLink(link), link).toEqual({ asked: sweep, notice: null });
  });
});

const encoded = (text: string) => encodeURIComponent(text);
const form = (text: string) => new URLSearchParams([[text, '']]).toString().slice(0, -1);
const wrapped = (text: string, line: string) => text.replace(/.{60}(?=.)/g, `$&${line}`);
const entities = (text: string) => text.replaceAll('&', '&amp;').replaceAll("'", '&#39;');
const hash = (text: string) => `https://example.org/index.html${text}`;

/** What happens to a link on its way, and what is proven to be the same afterwards. */
const HARMLESS: Record<string, (link: string) => string> = {
  ...Object.fromEntries(
    [
      ...[
        '.',
        ')',
        ',',
        '>',
        '**',
        '"',
        "'",
        '`',
        ';',
        '!',
        '?',
        ']',
        '}',
        '_',
        '~',
        '\u200b',
        '\ufeff',
        '%E2%80%8B',
      ],
      ...[
        '. And then',
        '&fbclid=abc',
        '&utm_source=x&utm_medium=y',
        '?utm_source=a',
        '%20',
        '&',
        '/',
        '\u2026',
        '|text>',
      ],
    ].map((tail) => [`${JSON.stringify(tail)} behind it`, (link: string) => link + tail]),
  ),
  'in a whole address': hash,
  'in angles': (link) => `<${hash(link)}>`.slice(1),
  'blanks around it': (link) => ` \n${link}\t`,
  'an address encoded whole': (link) => encoded(hash(link)),
  'an address encoded whole, twice': (link) => encoded(encoded(hash(link))),
  'encoded whole': (link) => `#${encoded(link.slice(1))}`,
  'encoded whole, twice': (link) => `#${encoded(encoded(link.slice(1)))}`,
  'encoded by a form': (link) => `#${form(link.slice(1))}`,
  'encoded whole, with a tail': (link) => `#${encoded(link.slice(1))}&fbclid=abc`,
  entities: entities,
  'entities, twice': (link) => entities(entities(link)),
  'numbers for entities': (link) => link.replaceAll('&', '&#38;').replaceAll('=', '&#x3D;'),
  JSON: (link) => link.replaceAll('&', '\\u0026').replaceAll('=', '\\u003d'),
  mail: (link) => wrapped(link.replaceAll('=', '=3D'), '=\r\n'),
  'small letters in escapes': (link) => link.replace(/%../g, (byte) => byte.toLowerCase()),
};
/** The same where a check proves it; without one there is a notice, or a refusal. */
const PROVEN: Record<string, (link: string) => string> = {
  lines: (link) => wrapped(link, '\n'),
  'lines of an answer': (link) => wrapped(link, '\r\n> '),
  'zero-width spaces in it': (link) => wrapped(link, '\u200b'),
  'its percent signs encoded again': (link) => link.replaceAll('%', '%25'),
  'its percent signs encoded again, twice': (link) => link.replaceAll('%', '%2525'),
  'plus for a space': (link) => link.replaceAll('%20', '+'),
  decoded: (link) =>
    link.replace(/%(?!2C|26|25)../g, (byte) => (byte > '%7F' ? byte : decodeURIComponent(byte))),
};
/** Another link: refused, or read as what it was; never as another one without a word. */
const CHANGED: Record<string, (link: string) => string> = {
  'its letters composed': (link) =>
    link.replace(/(%..)+/g, (e) => encoded(decodeURIComponent(e).normalize('NFC'))),
  'its letters decomposed': (link) =>
    link.replace(/(%..)+/g, (e) => encoded(decodeURIComponent(e).normalize('NFD'))),
  'blanks taken out': (link) => link.replaceAll('%20', ''),
  'small letters': (link) => link.toLowerCase(),
  'decoded, all of it': (link) => `#${decodeURIComponent(link.slice(1))}`,
  'another digit': (link) =>
    link.replace(/\d(?=&tau)/, (digit) => String((Number(digit) + 1) % 10)),
  'a field left out': (link) => link.replace(/&rho=[^&]*/, ''),
  'two fields swapped': (link) => link.replace(/(sigma)(=[^&]*&)(tau)/, '$3$2$1'),
  'another view': (link) => link.replace(/^#\w+/, '#other'),
  'another check': (link) =>
    link.replace(/(check=)(.)/, (_, name, digit) => name + (digit === '0' ? '1' : '0')),
  'the version before': (link) => link.replace('v=2', 'v=1'),
  'the version before, without the check': (link) =>
    link
      .replace('v=2', 'v=1')
      .replace(/&check=\w+/, '')
      .replace(/%(..)/g, '%25$1'),
};

const ODD = [
  'a b',
  'a+b',
  'a%20b',
  '50 %',
  '%25',
  "it's (1) & so on",
  'é',
  'e\u0301',
  'x&end',
  '#=?',
  '∞😀👨‍👩‍👧',
  'a,b',
  ' ',
];
const oddSeed = fc.oneof(
  fc.constantFrom(...ODD),
  fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }),
);
const specWithOddSeed = fc
  .tuple(anySpec, oddSeed)
  .map(([spec, seed]) => parseSpec({ ...spec, ensemble: { ...spec.ensemble, seed } }));
const sweeps = fc
  .tuple(fc.constantFrom(...OLD.sweeps), oddSeed)
  .map(([{ sweep }, seed]) =>
    parseSweep({ ...sweep, base: { ...sweep.base, ensemble: { particles: 1, seed } } }),
  );

/** What a link is read as; null where it is refused, in one sentence. */
function opened<T>(read: (link: string) => Opened<T>, link: string): Opened<T> | null {
  try {
    return read(link);
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    expect(error.message).toMatch(/^[^\n]{1,400}\.$/);
    return null;
  }
}

describe.each([
  ['run', specWithOddSeed, specToFragment, readSpecLink],
  ['map', sweeps, sweepToFragment, readSweepLink],
] as [
  string,
  fc.Arbitrary<unknown>,
  (asked: unknown) => string,
  (link: string) => Opened<unknown>,
][])('what happens to the link of a %s on its way', (_, any, write, read) => {
  test.each(Object.entries({ ...HARMLESS, ...PROVEN }))('%s: the same is opened', (_, mangle) => {
    fc.assert(
      fc.property(any, (asked) => {
        expect(read(mangle(write(asked)))).toEqual({ asked, notice: null });
      }),
      { numRuns: repeats(20), seed: 4 },
    );
  });

  test.each(Object.entries(CHANGED))('%s: the same, or it is refused', (_, mangle) => {
    fc.assert(
      fc.property(any, (asked) => {
        const found = opened(read, mangle(write(asked)));
        if (found && !found.notice) expect(found.asked).toEqual(asked);
      }),
      { numRuns: repeats(20), seed: 4 },
    );
  });
});

describe('what happens to a link without a check on its way', () => {
  const old = specWithOddSeed.map((spec) => ({ spec, link: specToFragment(spec, 'watch', 1) }));
  test.each(Object.entries(HARMLESS))('%s: the same is opened', (_, mangle) => {
    fc.assert(
      fc.property(old, ({ spec, link }) => {
        expect(readSpecLink(mangle(link)).asked).toEqual(spec);
      }),
      { numRuns: repeats(20), seed: 4 },
    );
  });

  test.each(
    Object.entries({
      ...PROVEN,
      'its blanks taken out': (link: string) => link.replaceAll('%20', ' '),
    }),
  )('%s: the same, a notice, or a refusal', (_, mangle) => {
    fc.assert(
      fc.property(old, ({ spec, link }) => {
        const found = opened(readSpecLink, mangle(link));
        if (found && !found.notice) expect(found.asked).toEqual(spec);
      }),
      { numRuns: repeats(20), seed: 4 },
    );
  });

  test('the notice says the seed', () => {
    const link = specToFragment(parseSpec({ ensemble: { seed: 'a b' } }), 'watch', 1);
    expect(readSpecLink(link.replace('%20', '%2520'))).toMatchObject({
      asked: { ensemble: { seed: 'a%20b' } },
      notice: expect.stringContaining(
        'without a checksum, and may have been changed on its way: the run shown has the seed "a%20b".',
      ),
    });
  });
});

test('what is said after the end is not read, and said', () => {
  const link = specToFragment(parseSpec({}));
  expect(readSpecLink(`${link}&sigma=3`)).toEqual({
    asked: parseSpec({}),
    notice: 'The link has more text after &end, from "sigma" on, which is ignored.',
  });
});

test('a link to the other page says so', () => {
  const { link } = OLD.sweeps[0];
  expect(() => readSpecLink(link)).toThrow(
    'The link is to a map, not to a run; open it on the Map page.',
  );
  expect(() => readSweepLink(specToFragment(parseSpec({})))).toThrow('open it on the Watch page.');
});
