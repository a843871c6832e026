import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { CompiledKernel } from './kernels';

const DUMP = join(import.meta.dirname, 'dump.js');

/**
 * SPIR-V of each kernel as text, compiled by Dawn in a process of its own: Dawn prints it.
 * @throws Error with what the process said, where it fails, and where Dawn does not use Vulkan.
 */
export function compileToSpirv(kernels: CompiledKernel[]): Map<string, string> {
  const { status, stdout, stderr } = spawnSync(process.execPath, [DUMP], {
    input: JSON.stringify(kernels),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(`Dawn did not compile the kernels: ${stderr}`);
  if (!stdout.includes('; SPIR-V'))
    throw new Error('Dawn compiled to no SPIR-V; instructions are counted where it uses Vulkan.');
  return new Map(
    stdout
      .split(/^KERNEL /m)
      .slice(1)
      .map((part) => {
        const [name] = part.split('\n', 1);
        return [name, part.slice(part.indexOf('; SPIR-V'))];
      }),
  );
}
