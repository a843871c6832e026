// node bench/instructions/dump.js < KERNELS.json
//
// Compiles kernels for the adapter that Dawn finds and lets Dawn print the SPIR-V that it hands to
// the driver, each after a line `KERNEL name`. KERNELS.json: [{ name, code, entryPoint, constants
// }].
import { readFileSync } from 'node:fs';
import { create, globals } from 'webgpu';

/**
 * @typedef {{ name: string, code: string, entryPoint: string, constants: Record<string, number> }}
 * Kernel
 */

Object.assign(globalThis, globals);
const gpu = create(['enable-dawn-features=dump_shaders']);
const adapter = await gpu.requestAdapter();
if (!adapter) throw new Error('Dawn finds no adapter.');
const device = await adapter.requestDevice();
/** @type {Kernel[]} */
const kernels = JSON.parse(readFileSync(0, 'utf8'));
for (const { name, code, entryPoint, constants } of kernels) {
  console.log(`KERNEL ${name}`);
  const module = device.createShaderModule({ code });
  await device.createComputePipelineAsync({
    layout: 'auto',
    compute: { module, entryPoint, constants },
  });
}
// Dawn keeps the process alive as long as its instance lives.
process.exit();
