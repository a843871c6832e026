import { describe, expect, it } from 'vitest';
import { shaderLibrary } from '../support/gpu';
import { LONG } from '../support/long';
import { mutants, plant } from '../support/mutants';
import { parityChecks, parityParts } from './checks';

/**
 * Those that are looked at: the first of every file and check that must catch it. Each mends or
 * breaks a kernel that must be compiled, which takes the time; all of them with SADDLESCAPE_LONG=1.
 */
const looked = mutants.filter(
  ({ file, caughtBy }, i) =>
    LONG || i === mutants.findIndex((other) => other.file === file && other.caughtBy === caughtBy),
);

const checks = { ...parityChecks, ...parityParts };

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
