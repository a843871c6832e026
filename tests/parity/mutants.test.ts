import { describe, expect, it } from 'vitest';
import { shaderLibrary } from '../support/gpu';
import { mutants, plant } from '../support/mutants';
import { parityChecks, parityParts } from './checks';

const checks = { ...parityChecks, ...parityParts };

describe('planted faults are caught', () => {
  it('in every shader file', () => {
    expect([...new Set(mutants.map(({ file }) => file))].sort()).toEqual(
      Object.keys(shaderLibrary).sort(),
    );
  });

  for (const mutant of mutants)
    it(`${mutant.file}: ${mutant.name}`, async () => {
      await expect(checks[mutant.caughtBy](plant(shaderLibrary, mutant))).rejects.toThrow();
    });
});
