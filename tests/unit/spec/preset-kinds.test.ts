import { describe, expect, test } from 'vitest';
import { PRESETS } from '../../../src/spec/presets';
import { kindsOf, REGISTERED } from '../../support/kinds';

describe('presets', () => {
  test('run every kind of the registry', () => {
    const shown = new Set(PRESETS.flatMap(({ spec }) => kindsOf(spec)));
    expect(REGISTERED.filter((kind) => !shown.has(kind))).toEqual([]);
  });
});
