import { describe, expect, it } from 'vitest';
import { shaderLibrary } from '../support/gpu';
import { LONG } from '../support/long';
import { type Mutant, mutants, plant } from '../support/mutants';
import { parityChecks, parityParts } from './checks';

const checks = { ...parityChecks, ...parityParts };

/** Checks that are one function for many kinds, such as those of `value/`, are one. */
const checkOf = ({ caughtBy }: Mutant): string => String(checks[caughtBy]);

/**
 * Those that are looked at: the first of every check that must catch it. Each mends or breaks a
 * kernel that must be compiled, which takes the time; all of them with SADDLESCAPE_LONG=1.
 */
const looked = mutants.filter(
  (mutant, i) => LONG || i === mutants.findIndex((other) => checkOf(other) === checkOf(mutant)),
);

describe('planted faults are caught', () => {
  it('in every shader file', () => {
    expect([...new Set(mutants.map(({ file }) => file))].sort()).toEqual(
      Object.keys(shaderLibrary).sort(),
    );
  });

  it('each changes its file', () => {
    for (const mutant of mutants) plant(shaderLibrary, mutant);
  });

  for (const mutant of looked)
    it(`${mutant.file}: ${mutant.name}`, async () => {
      await expect(checks[mutant.caughtBy](plant(shaderLibrary, mutant))).rejects.toThrow();
    });
});
