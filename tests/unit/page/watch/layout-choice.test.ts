import { expect, test } from 'vitest';
import { chosenLayout } from '../../../../src/page/watch/layout-choice';
import { readSpecLink } from '../../../../src/spec/link-reader';
import { specToFragment } from '../../../../src/spec/permalink';
import { parseSpec } from '../../../../src/spec/schema';

test.each([
  ['', 'full', ''],
  ['#ui=plot', 'plot', '#'],
  ['#?ui=basic', 'basic', '#'],
  ['#watch?v=2&loss=saddle&end&ui=plot', 'plot', '#watch?v=2&loss=saddle&end'],
  ['#watch?v=2&end&ui=basic&utm_source=x', 'basic', '#watch?v=2&end&utm_source=x'],
  ['#watch?v=2&end&ui=full', 'full', '#watch?v=2&end'],
])('%j asks for %s, and for the run of %j', (hash, layout, fragment) => {
  expect(chosenLayout(hash)).toEqual({ layout, fragment, refusal: null });
});

test.each(['ui=', 'ui=tiny', 'ui=Plot', 'ui=plot&ui=basic', 'ui=plot&ui=plot'])(
  '%s is refused by one sentence, and the whole page is shown with the run',
  (field) => {
    const { layout, fragment, refusal } = chosenLayout(`#watch?v=2&end&${field}`);
    expect(layout).toBe('full');
    expect(fragment).toBe('#watch?v=2&end');
    expect(refusal).toMatch(/^ui: ".*" is not accepted; give "plot", "basic" or "full" once\./);
  },
);

test('a link with a layout is a link to the same run, for every reader', () => {
  const spec = parseSpec({ noise: { sigma: 1.5 } });
  expect(readSpecLink(`${specToFragment(spec)}&ui=plot`)).toEqual({ asked: spec, notice: null });
});
