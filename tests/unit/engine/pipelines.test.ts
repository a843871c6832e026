import { expect, test } from 'vitest';
import { DEFAULT_TUNING } from '../../../src/engine/engine';
import { allShaders } from '../../../src/engine/gpu/later-shaders';
import { Pipelines } from '../../../src/engine/gpu/pipelines';
import { parseSpec } from '../../../src/spec/schema';
import '../../../src/models/all-models';

/** A device that compiles nothing and counts what it was asked for. */
function countingDevice() {
  const made: string[] = [];
  const device = {
    createBindGroupLayout: () => ({}),
    createPipelineLayout: () => ({}),
    createShaderModule: () => ({ getCompilationInfo: async () => ({ messages: [] }) }),
    createComputePipelineAsync: async ({ label }: { label: string }) => {
      made.push(label);
      return {};
    },
  } as unknown as GPUDevice;
  return { device, made };
}

const typed = (n: number) =>
  parseSpec({ loss: { kind: 'formula', f: `${n} * x^2`, coordinates: 1 } });

test('kernels are made once, and those of formulas typed long before are let go', async () => {
  const { device, made } = countingDevice();
  const pipelines = new Pipelines(device, allShaders);
  const advance = (spec: ReturnType<typeof parseSpec>) =>
    pipelines.advance(spec, 'sfc32', DEFAULT_TUNING, true);
  const plain = parseSpec({});
  await advance(plain);
  for (let n = 1; n <= 40; n++) await advance(typed(n));
  expect(made).toHaveLength(41);

  for (const kept of [plain, typed(40), typed(17)]) await advance(kept);
  expect(made).toHaveLength(41);

  for (const again of [typed(16), typed(1)]) await advance(again);
  expect(made).toHaveLength(43);
});
