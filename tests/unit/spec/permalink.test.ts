import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { specOfExactFragment } from '../../../src/spec/exact-fragment';
import { fragmentToSpec, LinkError, readSpecLink, viewOf } from '../../../src/spec/link-reader';
import { specToFragment } from '../../../src/spec/permalink';
import { PRESETS } from '../../../src/spec/presets';
import { SpecError } from '../../../src/spec/schema';
import { repeats } from '../../support/long';
import { anySpec, defaultSpec } from './any-spec';

/** Version 1 as it is in people's slides and papers: this text must be read for ever. */
const VERSION_1 =
  '#watch?v=1&loss=saddle&a=1&noise=gaussian&sigma=2&tau=1&rho=0&optimizer=sgd&learningRate=1&schedule=constant&batchSize=1&dt=0.001&steps=10000&start=point&x=1&radius=10&particles=1048576&seed=1&coordinate=0&axis=asinh&min=-100&max=100&bins=512&end';

/** Version 2, likewise. */
const VERSION_2 = VERSION_1.replace('v=1', 'v=2').replace('&end', '&check=c9be25b7&end');

function refusal(fragment: string): string {
  try {
    fragmentToSpec(fragment);
  } catch (error) {
    expect(error).toBeInstanceOf(SpecError);
    const { message } = error as SpecError;
    expect(message).toMatch(/^[^\n]{1,400}\.$/);
    return message;
  }
  throw new Error(`was accepted: ${fragment.slice(0, 100)}`);
}

describe('a link', () => {
  test('is written and read as it always was, in both versions', () => {
    expect(specToFragment(defaultSpec)).toBe(VERSION_2);
    expect(specToFragment(defaultSpec, 'watch', 1)).toBe(VERSION_1);
    for (const link of [VERSION_1, VERSION_2]) {
      expect(readSpecLink(link)).toEqual({ asked: defaultSpec, notice: null });
      expect(specOfExactFragment(link)).toEqual(defaultSpec);
    }
  });

  test('comes back as the spec it was made of', () => {
    fc.assert(
      fc.property(anySpec, (spec) => {
        expect(readSpecLink(specToFragment(spec))).toEqual({ asked: spec, notice: null });
        expect(specOfExactFragment(specToFragment(spec))).toEqual(spec);
        expect(fragmentToSpec(specToFragment(spec, 'watch', 1))).toEqual(spec);
      }),
      { numRuns: repeats(300) },
    );
  });

  test('of every preset comes back, and is short enough to pass on', () => {
    for (const { spec } of PRESETS) {
      expect(fragmentToSpec(specToFragment(spec))).toEqual(spec);
      expect(specToFragment(spec).length).toBeLessThan(400);
    }
  });

  test('consists of characters that nobody escapes', () => {
    fc.assert(
      fc.property(anySpec, (spec) => {
        expect(specToFragment(spec)).toMatch(/^#[\w\-.~!*'()%&=?,]+$/);
      }),
    );
  });

  test('is read from a whole address, and without its #', () => {
    expect(fragmentToSpec(`https://example.org/page/${VERSION_1}`)).toEqual(defaultSpec);
    expect(fragmentToSpec(VERSION_1.slice(1))).toEqual(defaultSpec);
    expect(fragmentToSpec(VERSION_1.replace('a=1', 'a=%31'))).toEqual(defaultSpec);
  });

  test('names its view', () => {
    expect(viewOf(VERSION_1)).toBe('watch');
    expect(viewOf(specToFragment(defaultSpec, 'map'))).toBe('map');
    expect(viewOf('#')).toBe('');
  });
});

describe('a bad link is refused by one sentence', () => {
  test('when it is cut off anywhere', () => {
    for (const whole of [VERSION_1, VERSION_2])
      for (let length = 0; length < whole.length; length++) refusal(whole.slice(0, length));
    fc.assert(
      fc.property(anySpec, fc.double({ min: 0, max: 1, noNaN: true }), (spec, share) => {
        const whole = specToFragment(spec);
        refusal(whole.slice(0, Math.floor(share * (whole.length - 1))));
      }),
    );
    expect(refusal(VERSION_1.slice(0, VERSION_1.indexOf('&optimizer')))).toBe(
      'The link is cut off after the field "tau"; copy it whole, up to &end.',
    );
    expect(refusal(VERSION_1.slice(0, -4))).toBe(
      'The link is cut off after the field "max"; copy it whole, up to &end.',
    );
  });

  test('when any of its fields is missing or doubled', () => {
    const tokens = VERSION_1.slice('#watch?'.length).split('&');
    for (const token of tokens.slice(1, -1)) {
      const name = JSON.stringify(token.split('=')[0]);
      const without = tokens.filter((other) => other !== token);
      expect(refusal(`#watch?${without.join('&')}`)).toContain(`lacks the field ${name}`);
      const doubled = [...tokens.slice(0, -1), token, 'end'];
      expect(refusal(`#watch?${doubled.join('&')}`)).toContain(`gives the field ${name} twice`);
    }
  });

  const changes: [string, string, string][] = [
    ['v=1', 'v=3', 'The link was made with a newer Saddlescape'],
    ['v=1', 'v=2', 'The link lacks the field "check"'],
    ['&end', '&check=01234567&end', 'The link has the unknown field "check"'],
    ['v=1', 'v=0', 'The link is of version 0, which does not exist.'],
    ['v=1&', '', 'is not a link to a Saddlescape run'],
    ['&end', '&foo=1&end', 'The link has the unknown field "foo"'],
    ['&end', '&foo&end', 'The link has "foo" where a field and its value, name=value, should be.'],
    ['x=1', 'mean=1', 'The link lacks the field "x"'],
    [
      'sigma=2',
      'sigma=',
      'noise.sigma: "" is not accepted; give a number such as 2, -0.5 or 1e-3.',
    ],
    ['sigma=2', 'sigma=NaN', 'noise.sigma: "NaN" is not accepted'],
    ['sigma=2', 'sigma=0x10', 'noise.sigma: "0x10" is not accepted'],
    ['sigma=2', 'sigma=1e999', 'noise.sigma: Infinity is not accepted'],
    ['sigma=2', 'sigma=-2', 'noise.sigma: -2 is not accepted; give a number from 0 to 1e30.'],
    ['a=1', 'a=1,,2', 'loss.a[1]: "" is not accepted'],
    ['a=1', 'a=1,2', 'start.x: [1] is not accepted; give a list of 2 numbers, as loss.a has 2.'],
    [
      'seed=1',
      'seed=%E0%A4%A',
      'ensemble.seed: "%E0%A4%A" is not accepted; give a text in percent-encoding.',
    ],
    ['rho=0', 'rho=%30%', 'noise.rho: "%30%" is not accepted; give a text in percent-encoding.'],
    ['start=point', 'start=line', 'start.kind: "line" is not accepted'],
  ];
  test.each(changes)('%s -> %s', (from, to, part) => {
    expect(VERSION_1).toContain(from);
    expect(refusal(VERSION_1.replace(from, to))).toContain(part);
  });

  test('and a value that is none is named, even in a link without an end', () => {
    const sentence = 'noise.sigma: "abc" is not accepted; give a number such as 2, -0.5 or 1e-3.';
    expect(refusal(VERSION_1.replace('sigma=2', 'sigma=abc'))).toBe(sentence);
    expect(refusal(VERSION_2.replace('sigma=2', 'sigma=abc'))).toBe(sentence);
    expect(refusal('#watch?v=1&sigma=abc')).toBe(sentence);
    expect(refusal('#watch?v=2&a=1,x&sigma=2')).toContain('loss.a[1]: "x" is not accepted');
    // This may have been going to be a number.
    expect(refusal('#watch?v=1&tau=3&sigma=2e')).toContain('cut off after the field "tau"');
  });

  test('when it is garbage, however much', () => {
    for (const garbage of [
      '',
      '#',
      '#watch',
      '#watch?',
      '%',
      '#%%%',
      'x'.repeat(1e6),
      '&'.repeat(1e6),
      `#watch?v=1&${'&'.repeat(1e6)}end`,
    ])
      refusal(garbage);
    expect(() => fragmentToSpec('')).toThrow(LinkError);
    fc.assert(fc.property(fc.string(), (text) => void refusal(text)));
    for (const version of [1, 2])
      fc.assert(
        fc.property(fc.string(), (text) => void refusal(`#watch?v=${version}&${text}&end`)),
      );
  });
});
