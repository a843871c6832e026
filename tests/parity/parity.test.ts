import { describe, expect, it } from 'vitest';
import { shaderLibrary } from '../support/gpu';
import { some } from '../support/long';
import { parityChecks, parityParts, torchMethods } from './checks';
import { checkRebin } from './checks/counts';
import { checkUnderflow } from './checks/populations';

describe('every shader agrees with its CPU twin', () => {
  it('has a check for every file', () => {
    expect(Object.keys(parityChecks).sort()).toEqual(Object.keys(shaderLibrary).sort());
  });

  // Several files share a check, which runs once.
  const outcomes = new Map<(typeof parityChecks)[string], Promise<void>>();
  for (const [file, check] of Object.entries(parityChecks))
    it(`shaders/${file}.wgsl`, () => {
      const outcome = outcomes.get(check) ?? check(shaderLibrary);
      outcomes.set(check, outcome);
      return outcome;
    });

  // The twin takes the steps of all.
  for (const kind of some(torchMethods, 4))
    it(`${kind} takes a thousand steps of torch.optim`, () =>
      parityParts[`torch: ${kind}`](shaderLibrary));

  it('coin flips that fall under float32 are at 0 on every engine', () =>
    checkUnderflow(shaderLibrary));

  it('a population is counted between other ends at any time', () => checkRebin(shaderLibrary));
});
