import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { destinationOf } from '../../../src/cli/output/destination';

const folder = mkdtempSync(join(tmpdir(), 'saddlescape-destination-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string) => join(folder, name);

const json = { command: 'run', formats: ['json'] } as const;
const maps = { command: 'sweep', formats: ['json', 'csv', 'npz'] } as const;

describe('the ending of --out', () => {
  test.each([
    ['map', 'json'],
    ['.map', 'json'],
    ['map.json', 'json'],
    ['map.JSON', 'json'],
    ['a.b.csv', 'csv'],
    ['map.Npz', 'npz'],
  ])('%s holds %s', (name, format) => {
    expect(destinationOf(at(name), maps)).toMatchObject({ format, name: at(name), file: at(name) });
  });

  test('any other is refused, and the sentence says what is accepted', () => {
    const ending = fc
      .stringMatching(/^[a-z0-9]{0,5}$/)
      .filter((text) => !/^(json|csv|npz)$/.test(text));
    const known = [
      'csv.gz',
      'tsv',
      'txt',
      'json.gz',
      'checkpoint',
      'lock',
      'json.tmp',
      'csv ',
      'jsonl',
    ];
    fc.assert(
      fc.property(fc.oneof(ending, fc.constantFrom(...known)), (text) => {
        const name = `map.${text}`;
        expect(() => destinationOf(at(name), maps)).toThrow(
          `--out: ${JSON.stringify(name)} is not accepted; sweep writes files that end in .json, .csv or .npz, and JSON where a name has no ending.`,
        );
      }),
      { seed: 11, numRuns: 100 },
    );
    expect(() => destinationOf(at('r.csv'), json)).toThrow(
      'run writes files that end in .json, and JSON',
    );
  });
});

describe('--out that is a file which is read', () => {
  writeFileSync(at('in.json'), '{}');
  writeFileSync(at('other.json'), '{}');
  symlinkSync(at('in.json'), at('link.json'));
  symlinkSync(at('link.json'), at('link-to-link.json'));
  linkSync(at('in.json'), at('hard.json'));
  mkdirSync(at('down'));
  symlinkSync(folder, at('down/up'));
  const names = [
    'in.json',
    'link.json',
    'link-to-link.json',
    'hard.json',
    'down/up/in.json',
    'down/../in.json',
  ];

  test('is refused by whatever names it goes, in whatever place among the inputs', () => {
    const name = fc.constantFrom(...names);
    const others = fc.array(fc.constantFrom('other.json', 'missing.json', 'down'), {
      maxLength: 3,
    });
    fc.assert(
      fc.property(name, name, others, others, (input, out, before, after) => {
        const inputs = [...before, input, ...after].map(at);
        expect(() => destinationOf(at(out), { ...maps, inputs })).toThrow(
          /(is an input and would be overwritten|is the same file as .*, which is an input); give another --out\.$/,
        );
      }),
      { seed: 11, numRuns: 100 },
    );
  });

  test('another file, a free name and a device are not', () => {
    for (const out of [at('other.json'), at('new.json'), '/dev/null'])
      expect(
        destinationOf(out, { ...maps, inputs: [...names.map(at), '/dev/null', '-'] }).name,
      ).toBe(out);
  });
});

test('descriptors are not replaced', () => {
  symlinkSync('/dev/stdout', at('out'));
  for (const out of [undefined, '-', '/dev/stdout', '/dev/fd/1', '/proc/self/fd/1', at('out')])
    expect(destinationOf(out, maps)).toMatchObject({
      name: 'standard output',
      file: null,
      format: 'json',
    });
  expect(() => destinationOf('/dev/stdin', maps)).toThrow(
    'could not be written to /dev/stdin: it is standard input.',
  );
  expect(() => destinationOf('/dev/fd/987654', maps)).toThrow(
    'could not be written to /dev/fd/987654: it is closed.',
  );
});

test('a link to a file that is not there yet stays a link', async () => {
  symlinkSync(at('target.json'), at('dangling.json'));
  symlinkSync(at('nowhere/target.json'), at('lost.json'));
  const destination = destinationOf(at('dangling.json'), maps);
  await destination.write('{}');
  expect(readlinkSync(at('dangling.json'))).toBe(at('target.json'));
  expect(readFileSync(at('target.json'), 'utf8')).toBe('{}');
  expect(() => destinationOf(at('lost.json'), maps)).toThrow(
    'lost.json: there is no such file or folder.',
  );
});

test('names are as long as names can be, and longer ones are refused', () => {
  expect(destinationOf(at(`${'x'.repeat(250)}.json`), maps).format).toBe('json');
  expect(() => destinationOf(at(`${'x'.repeat(251)}.json`), maps)).toThrow('its name is too long.');
});
