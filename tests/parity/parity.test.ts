import { describe, expect, it } from 'vitest';
import { shaderLibrary } from '../support/gpu';
import { parityChecks } from './checks';

describe('every shader agrees with its CPU twin', () => {
  it('has a check for every file', () => {
    expect(Object.keys(parityChecks).sort()).toEqual(Object.keys(shaderLibrary).sort());
  });

  for (const [file, check] of Object.entries(parityChecks))
    it(`shaders/${file}.wgsl`, () => check(shaderLibrary));
});
