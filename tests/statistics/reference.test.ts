import { describe } from 'vitest';
import { createCpuEngine } from '../../src/engine/cpu/cpu-engine';
import { PARTICLES, referenceTests } from './reference';

describe('reference values on the CPU engine', () => {
  referenceTests(async () => createCpuEngine(), PARTICLES);
});
