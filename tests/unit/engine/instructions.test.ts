import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compileToSpirv } from '../../../bench/instructions/compile';
import { instructionsPerStep, sum } from '../../../bench/instructions/count';
import { mainKernels, stepsOfTurn } from '../../../bench/instructions/kernels';

const FILE = join(import.meta.dirname, '../../reference/instructions.json');
/** More than a rounding of a loop's own work, less than one operation of a step's twenty. */
const TOLERANCE = 0.05;

test('a step of the main kernels has as many instructions as before', async () => {
  const kernels = await mainKernels();
  const compiled = compileToSpirv(kernels);
  const counts = Object.fromEntries(
    kernels.map((kernel) => {
      const spirv = compiled.get(kernel.name)!;
      const count = instructionsPerStep(spirv, stepsOfTurn(kernel));
      return [kernel.name, Math.round(100 * sum(count)) / 100];
    }),
  );
  // SADDLESCAPE_RECORD=instructions writes the file anew, where a kernel changes on purpose.
  if (process.env.SADDLESCAPE_RECORD === 'instructions')
    writeFileSync(FILE, `${JSON.stringify(counts, null, 2)}\n`);
  const recorded: Record<string, number> = JSON.parse(readFileSync(FILE, 'utf8'));
  console.log(
    Object.entries(counts)
      .map(([name, count]) => `${count.toFixed(1).padStart(6)} instructions a step: ${name}`)
      .join('\n'),
  );
  expect(Object.keys(counts)).toEqual(Object.keys(recorded));
  for (const [name, count] of Object.entries(counts)) {
    const change = count / recorded[name] - 1;
    expect(
      Math.abs(change),
      `${name}: ${count} instructions a step, ${recorded[name]} recorded`,
    ).toBeLessThan(TOLERANCE);
  }
});

test('counts a kernel whose instructions are known', () => {
  const code = `
    @group(0) @binding(0) var<storage, read_write> data: array<f32>;
    fn step(x: f32, i: u32) -> f32 { return fma(x, 1.5, f32(i) * 0.5); }
    @compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3u) {
      let steps = u32(data[0]);
      var x = vec2f(data[id.x]);
      for (var block = 0u; block < steps; block += 64u) {
        x *= 3.0;
        for (var at = block; at < steps; at += 8u) {
          for (var i = 0u; i < 8u; i++) { x.x = step(x.x, i) - x.y; }
        }
      }
      data[id.x] = x.x;
    }`;
  const kernel = { name: 'known', code, entryPoint: 'main', constants: {} };
  const count = instructionsPerStep(compileToSpirv([kernel]).get('known')!, 8, 64);
  // What the compiler adds to a turn of a loop without a constant bound: it counts turns, too.
  const guard = { integer: 2, select: 5 };
  const turns = 1 / 8 + 1 / 64;
  expect(count).toEqual({
    // fma, product, difference; a product of two components a block.
    float: 3 + 2 / 64,
    // i++; at += 8; block += 64; and their comparisons.
    integer: 1 + turns * (1 + guard.integer),
    shift: 0,
    select: 1 + turns * (1 + guard.select),
    convert: 1,
    memory: 0,
  });
});
