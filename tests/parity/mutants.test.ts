import { describe, expect, it } from 'vitest';
import { shaderLibrary } from '../support/gpu';
import { LONG } from '../support/long';
import { type Mutant, mutants, plant } from '../support/mutants';
import { parityChecks, parityParts } from './checks';

const checks = { ...parityChecks, ...parityParts };

/** A folder of shaders, whose files have one interface and checks of one form; or a file outside. */
const placeOf = ({ file }: Mutant): string => file.split('/')[0];

/**
 * Those that are looked at: the first of every folder and file. Each needs kernels that are compiled
 * for it alone, which takes the time; what they hold is not the shaders but the checks of them, and
 * all are looked at with SADDLESCAPE_LONG=1.
 */
const looked = mutants.filter(
  (mutant, i) => LONG || i === mutants.findIndex((other) => placeOf(other) === placeOf(mutant)),
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
