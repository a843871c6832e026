import { noiseProgram } from '../../formula/noise-formula';
import { LONGEST_FORMULA } from '../../formula/parse';
import { LineError } from '../../formula/step-formula';
import type { Refusal } from '../refusal';
import type { ModelNotes } from '../text';
import { defineNoise, type GivenNoise, type NoiseText } from './noise';

/** Draws at which a law must be a number: of the uniform numbers, and of the normal ones. */
const UNIFORMS = [0.03, 0.35, 0.62, 0.97];
const NORMALS = [-3.1, -0.6, 0.4, 2.7];

export const noiseByFormula = defineNoise({
  law: 'formula',
  fields: {
    /** Of uniform numbers u1 and u2 and normal ones z1 and z2 of the sample. */
    xi: { type: 'text', most: LONGEST_FORMULA, default: 'z1' },
    eta: { type: 'text', most: LONGEST_FORMULA, default: 'z2' },
  },
  stored: false,
  largest: Number.POSITIVE_INFINITY,
  stable: false,
  batchFile: null,
  oneRho: true,
  shakes: false,
  // A sample may take hundreds of operations.
  mostSamples: 64,
  refuses,
  simd: 'formula',
  theory: null,
});

function refuses(noise: GivenNoise): Refusal | null {
  const { xi, eta } = noise as GivenNoise & { xi: string; eta: string };
  if (noise.rho !== 0)
    return {
      path: 'noise.rho',
      found: noise.rho,
      accepted: '0 with the noise formula: the formulas of xi and eta say how they go together',
    };
  try {
    const program = noiseProgram({ xi, eta });
    for (const u1 of UNIFORMS)
      for (const u2 of UNIFORMS)
        for (const z1 of NORMALS)
          for (const z2 of NORMALS) {
            program.variables.set([u1, u2, z1, z2]);
            program.run();
            const bad = [0, 1].find((line) => !Number.isFinite(program.result(line)));
            if (bad === undefined) continue;
            return {
              path: bad === 0 ? 'noise.xi' : 'noise.eta',
              found: bad === 0 ? xi : eta,
              accepted: `a formula that is a number for every draw; for u1 = ${u1}, u2 = ${u2}, z1 = ${z1} and z2 = ${z2} it is none`,
            };
          }
    return null;
  } catch (error) {
    if (!(error instanceof LineError)) throw error;
    const found = error.line === 'xi' ? xi : eta;
    return { path: `noise.${error.line}`, found, accepted: error.message };
  }
}

export const noiseByFormulaText: NoiseText = {
  name: 'formula of your own',
  family: 'Your own',
  summary: () => 'noise of a formula',
  fields: {
    xi: { symbol: 'ξ', word: 'xi', label: 'xi of a sample' },
    eta: { symbol: 'η', word: 'eta', label: 'eta of a sample' },
  },
};

export const noiseByFormulaNotes: ModelNotes = {
  hint: 'xi and eta as you write them, of uniform and normal numbers.',
  source: 'its reader',
};
