import { NoAdapterError } from '../errors';
import { type PoolJob, type PoolReply, serveJob } from './pool-jobs';

/** The fused kernels, for those who ask for them: no page has them. */

/** 1 + 2^-12: its square is 1 + 2^-11 + 2^-24, which float32 rounds to 1 + 2^-11. */
const FACTOR = 1 + 2 ** -12;

/** A module whose function `f` is FACTOR^2 - (1 + 2^-11) by f32x4.relaxed_madd. */
function probe(): Uint8Array<ArrayBuffer> {
  const lanes = (x: number) => [
    ...[0x43, ...new Uint8Array(new Float32Array([x]).buffer)], // f32.const x
    ...[0xfd, 0x13], // f32x4.splat
  ];
  const code = [
    0, // no locals
    ...lanes(FACTOR),
    ...lanes(FACTOR),
    ...lanes(-(1 + 2 ** -11)),
    ...[0xfd, 0x85, 0x02], // f32x4.relaxed_madd
    ...[0xfd, 0x1f, 0], // f32x4.extract_lane 0
    0x0b, // end
  ];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...[1, 5, 1, 0x60, 0, 1, 0x7d], // type: nothing to f32
    ...[3, 2, 1, 0], // a function of this type
    ...[7, 5, 1, 1, 0x66, 0, 0], // exported as "f"
    ...[10, code.length + 2, 1, code.length, ...code],
  ]);
}

/** Whether the platform's WebAssembly has relaxed SIMD at all. */
export function hasRelaxedSimd(): boolean {
  return WebAssembly.validate(probe());
}

/**
 * Whether it rounds a product and its sum once. It may round both, as where the processor has no
 * instruction for it; the kernels would then be no other than the strict ones.
 */
export function fuses(): boolean {
  if (!hasRelaxedSimd()) return false;
  const { f } = new WebAssembly.Instance(new WebAssembly.Module(probe())).exports;
  return (f as () => number)() !== 0;
}

/**
 * Lets this thread run the fused kernels. Whoever has them gives the same integers: relaxed_madd is
 * the only instruction in them whose result is left open, and it either fuses or does not.
 *
 * @throws NoAdapterError where WebAssembly does not fuse.
 */
export async function takeFusedKernels(): Promise<void> {
  if (!hasRelaxedSimd())
    throw new NoAdapterError(
      'The fused kernels need relaxed SIMD, which the WebAssembly of this platform does not have; Node 20 has it with --experimental-wasm-relaxed-simd.',
    );
  if (!fuses())
    throw new NoAdapterError(
      'The fused kernels need a fused multiply-add, which this processor does not have; leave them out.',
    );
  const [{ takeModule }, { default: text }] = await Promise.all([
    import('./simd/simd'),
    import('./simd/fused-kernel'),
  ]);
  takeModule(text);
}

/** Does the jobs of a pool, those of the fused kernels too, on this thread. */
export async function serveEveryJob(job: PoolJob): Promise<PoolReply> {
  if ('kernels' in job && job.kernels === 'fused') await takeFusedKernels();
  return serveJob(job);
}
