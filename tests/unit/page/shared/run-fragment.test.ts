import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { orderOfFragment } from '../../../../src/page/bench/order';
import { askedRun } from '../../../../src/page/verify/asked-run';

/** What programs make of a link between one who sends it and one who opens it. */
const ON_ITS_WAY: [string, (link: string) => string][] = [
  ...['.', ',', ')', '>', '"', '**', '!', '\u200b', '.)', ' ', '\n'].map(
    (mark): [string, (link: string) => string] => [
      `${JSON.stringify(mark)} behind it`,
      (link) => link + mark,
    ],
  ),
  ['fbclid', (link) => `${link}&fbclid=IwAR0_x-1`],
  ['utm', (link) => `${link}&utm_source=x&utm_medium=y`],
  ['entities', (link) => link.replaceAll('&', '&amp;')],
  ['entities twice', (link) => link.replaceAll('&', '&amp;amp;')],
  ['encoded', (link) => `#${encodeURIComponent(link.slice(1))}`],
  ['encoded twice', (link) => `#${encodeURIComponent(encodeURIComponent(link.slice(1)))}`],
  ['zero-width spaces', (link) => link.replaceAll('=', '\u200b=')],
];

const claims = ['clustering', 'relu', 'raw-steps'];
const verifyLink = fc
  .record({
    engine: fc.constantFrom('', '&engine=cpu', '&engine=gpu'),
    particles: fc.integer({ min: 64, max: 4096 }),
    claim: fc.subarray(claims, { minLength: 1 }),
  })
  .map(({ engine, particles, claim }) => `#run${engine}&particles=${particles}&claim=${claim}`);
const benchLink = fc
  .record({
    parts: fc.subarray(['headline', 'curve', 'methods'], { minLength: 1 }),
    samples: fc.integer({ min: 4, max: 40 }),
  })
  .map(({ parts, samples }) => `#run&parts=${parts}&samples=${samples}`);

describe.each(ON_ITS_WAY)('a link to a run that was changed on its way: %s', (_, change) => {
  test('is opened on the Verify page', () =>
    fc.assert(
      fc.property(verifyLink, (link) => {
        const opened = askedRun(link, claims);
        expect(opened).not.toHaveProperty('refusal');
        expect(askedRun(change(link), claims)).toEqual(opened);
      }),
      { seed: 4 },
    ));

  test('is opened on the Bench page', () =>
    fc.assert(
      fc.property(benchLink, (link) => {
        const opened = orderOfFragment(link);
        expect(opened).not.toHaveProperty('refusal');
        expect(orderOfFragment(change(link))).toEqual(opened);
      }),
      { seed: 5 },
    ));
});

test('what nobody adds to a link is refused, and what asks for no run is none', () => {
  expect(askedRun('#run&nonsense=1', claims)).toHaveProperty('refusal');
  expect(orderOfFragment('#run&nonsense=1')).toHaveProperty('refusal');
  for (const fragment of ['', '#', '#watch?v=2&end', '#running', '#x&fbclid=1', '#%', '#%zz'])
    expect([fragment, askedRun(fragment, claims), orderOfFragment(fragment)]).toEqual([
      fragment,
      null,
      null,
    ]);
});
