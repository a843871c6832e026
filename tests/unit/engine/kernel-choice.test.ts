import { describe, expect, test } from 'vitest';
import { buildKernel } from '../../../src/engine/cpu/kernel';
import type { GeneratorName } from '../../../src/engine/engine';
import { kernelSource } from '../../../src/engine/gpu/kernel-source';
import { allShaders } from '../../../src/engine/gpu/later-shaders';
import { advanceFiles, escapeFiles } from '../../../src/engine/gpu/region-files';
import { runParameters } from '../../../src/engine/run-parameters';
import { parseSpec } from '../../../src/spec/schema';
import type { Spec } from '../../../src/spec/spec';

/** A kind that no file has is refused by name on both engines; none takes another's place. */

const known = parseSpec({});
const run = runParameters(known);

function strange(what: string, kind: string): Spec {
  const spec = {
    noise: { ...known, noise: { ...known.noise, law: kind } },
    loss: { ...known, loss: { ...known.loss, kind } },
    optimizer: { ...known, optimizer: { ...known.optimizer, kind } },
    schedule: { ...known, optimizer: { ...known.optimizer, schedule: kind } },
    start: { ...known, start: { ...known.start, kind } },
  }[what];
  return spec as unknown as Spec;
}

describe.each(['noise', 'loss', 'optimizer', 'schedule', 'start'])('an unknown %s', (what) => {
  test.each(['other', 'constructor'])('"%s" is refused', (kind) => {
    const spec = strange(what, kind);
    const named = new RegExp(
      `(The CPU engine has no ${what} |There is no ${what} |shader file "${what}/)"?${kind}"`,
    );
    expect(() => buildKernel(spec, run, 'sfc32')).toThrow(named);
    expect(() => kernelSource(allShaders, escapeFiles(spec, 'sfc32'))).toThrow(named);
  });
});

test('an unknown generator is refused', () => {
  const generator = 'other' as GeneratorName;
  expect(() => buildKernel(known, run, generator)).toThrow(
    'The CPU engine has no generator "other".',
  );
  expect(() =>
    kernelSource(allShaders, advanceFiles(known, generator, 'native', true, false)),
  ).toThrow('There is no shader file "generator/other".');
});

test('points of five coordinates that move together are refused', () => {
  const spec = parseSpec({ loss: { kind: 'linear-network', depth: 4 } });
  const five = { ...spec, loss: { ...spec.loss, depth: 5 } } as Spec;
  expect(() =>
    kernelSource(allShaders, advanceFiles(five, 'sfc32', 'native', true, false)),
  ).toThrow('There is no shader file "point/');
});
