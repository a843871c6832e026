import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readSamples } from '../../../../src/experiment/samples/samples-file';
import { toNpy } from '../../../../src/experiment/sweep/npy';
import { SpecError } from '../../../../src/spec/spec-error';
import { LONG } from '../../../support/long';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const read = (text: string) => [...readSamples(bytesOf(text), 'pairs').pairs];
const PAIRS = [0.5, -1, 2, 3e-2, -4, 5];

/** A NumPy file with some other header. */
function npy(from: string, to: string, values = Float64Array.from(PAIRS)): Uint8Array {
  const bytes = toNpy({ values, shape: [values.length / 2, 2] });
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return Uint8Array.from(text.replace(from, to), (letter) => letter.charCodeAt(0));
}

describe('files of samples', () => {
  test('say the same pairs in every form, and have one name', () => {
    const floats = Float32Array.from(PAIRS, (value) => (value === 3e-2 ? 0.5 : value));
    expect(floats.length).toBe(6);
    const forms = [
      '0.5,-1\n2,3e-2\n-4,5\n',
      'xi,eta\r\n0.5,-1\r\n2,0.03\r\n-4,5',
      '# from a run\n"xi";"eta"\n0.5;-1\n\n2;.03\n-4.;+5\n',
      '0.5\t-1\n2\t3E-2\n-4\t5',
      '  0.5 -1\n2   0.03\n-4 5\n',
      '\ufeffeta,xi\n-1,0.5\n0.03,2\n5,-4\n',
      '[[0.5, -1], [2, 0.03], [-4, 5]]',
      '{ "xi": [0.5, 2, -4], "eta": [-1, 0.03, 5] }',
    ];
    for (const form of forms) expect(read(form), form).toEqual(PAIRS);
    const array = readSamples(toNpy({ values: Float64Array.from(PAIRS), shape: [3, 2] }), 'a.npy');
    expect([...array.pairs]).toEqual(PAIRS);
    const bytes = Buffer.alloc(48);
    for (const [at, value] of PAIRS.entries()) bytes.writeDoubleLE(value, 8 * at);
    const name = createHash('sha256').update(bytes).digest('hex');
    for (const form of forms) expect(readSamples(bytesOf(form), 'f').data).toBe(name);
    expect(array.data).toBe(name);
  });

  test('of float32 are read as they are', () => {
    const header = npy('<f8', '<f4').subarray(0, 128);
    const bytes = new Uint8Array(128 + 24);
    bytes.set(header);
    const view = new DataView(bytes.buffer);
    for (const [at, value] of PAIRS.entries()) view.setFloat32(128 + 4 * at, value, true);
    expect([...readSamples(bytes, 'x').pairs]).toEqual(PAIRS.map(Math.fround));
  });

  test.each([
    ['', 'The file of samples pairs has no pairs; give a line for each.'],
    ['1,2\n3\n', 'The file of samples pairs has 1 field in line 2; give two, xi and eta.'],
    ['1,2\n\n3,4,5', 'The file of samples pairs has 3 fields in line 3; give two, xi and eta.'],
    [
      'xi,eta\n1,2\n1,oops',
      'The file of samples pairs has "oops" in line 3; give a number such as 0.5 or -1e-3.',
    ],
    ['1,NaN', 'The file of samples pairs has "NaN" in line 1; give a number such as 0.5 or -1e-3.'],
    [
      '0x10,1',
      'The file of samples pairs has "0x10" in line 1; give a number such as 0.5 or -1e-3.',
    ],
    ['1,2\n3,4', 'The file of samples pairs has 2 pairs; give 3 to 65536.'],
    [
      '1,2\n3,1e31\n1,1',
      'The file of samples pairs has the eta 1e+31 in pair 2; give numbers between -1e30 and 1e30.',
    ],
    ['1,2\n1,2\n1,2', 'The file of samples pairs has pairs that are all equal, which is no noise.'],
    ['[[1, 2], [3]]', 'The file of samples pairs has no two numbers in pair 2; give [xi, eta].'],
    [
      '{ "xi": [1, 2] }',
      'The file of samples pairs is JSON without pairs; give [[xi, eta], ...], or lists "xi" and "eta" of one length.',
    ],
    [
      'PK\u0003\u0004',
      'The file of samples pairs is a ZIP or NPZ file; give one array, as a .npy file.',
    ],
  ])('%j is refused', (text, sentence) => {
    expect(() => read(text)).toThrow(new SpecError('', '', '').constructor);
    expect(() => read(text)).toThrow(sentence);
  });

  test.each([
    [npy('<f8', '>f8'), /has the type ">f8"; save it as little-endian float64/],
    [npy('False', 'True '), /is in Fortran order/],
    [npy('(3, 2)', '(2, 3)'), /has the shape \(2, 3\); give \(n, 2\), a row for each pair/],
    [npy('(3, 2)', '(6,)  '), /has the shape \(6,\); give \(n, 2\)/],
    [npy('', '').subarray(0, 150), /has 22 bytes of numbers where its shape \(3, 2\) needs 48/],
    [npy('', '').subarray(0, 11), /is a NumPy file that is cut off/],
  ])('a NumPy file that is another is refused', (bytes, sentence) => {
    expect(() => readSamples(bytes, 'x.npy')).toThrow(sentence);
  });

  test('any bytes are pairs or one sentence', () => {
    const runs = LONG ? 20_000 : 400;
    const starts = ['', '\x93NUMPY\x01\x00v\x00', '[[1,2],', 'xi,eta\n1,2\n', '{"xi":['].map(
      (text) => Uint8Array.from(text, (letter) => letter.charCodeAt(0)),
    );
    const rest = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.string({ unit: fc.constantFrom(...'0123456789.,;-e\n\t []{}"xiNa#') }).map(bytesOf),
    );
    fc.assert(
      fc.property(fc.constantFrom(...starts), rest, (start, more) => {
        const bytes = Uint8Array.from([...start, ...more]);
        try {
          const { pairs, set } = readSamples(bytes, 'fuzz');
          expect(pairs.every(Number.isFinite)).toBe(true);
          expect(set(0).xi.reduce((sum, one) => sum + one, 0)).toBe(0);
        } catch (error) {
          expect(error).toBeInstanceOf(SpecError);
          expect((error as Error).message).toMatch(/^[^\n]{10,300}\.$/);
        }
      }),
      { numRuns: runs, seed: 5 },
    );
  });
});
