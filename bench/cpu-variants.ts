import { execFileSync } from 'node:child_process';
import { NEVER } from '../src/engine/constants';
import { createCpuEngine } from '../src/engine/cpu/cpu-engine';
import { fuses, takeFusedKernels } from '../src/engine/cpu/fused-kernels';
import type { CpuKernels } from '../src/engine/cpu/kernels';
import type { GeneratorName } from '../src/engine/engine';
import { askForRelaxedSimd } from '../src/host/node/fused';
import type { parseSpec } from '../src/spec/schema';
import { checkShare, checkState, sharesOf } from './checks';
import { CPU_PARTICLES, PARTICLES, STEPS, type State, type Variant, variant } from './variant';

// Variants that run on the CPU: the CPU engine and the C++ program.

/** The CPU engine's answer on the first particles. */
export async function cpuState(
  spec: ReturnType<typeof parseSpec>,
  generator: GeneratorName,
): Promise<State> {
  const few = { ...spec, ensemble: { ...spec.ensemble, particles: CPU_PARTICLES } };
  const ensemble = await createCpuEngine().create(few, { generator });
  await ensemble.advance(STEPS);
  const passages = (await ensemble.readEscapeSteps(CPU_PARTICLES)).map((step) => step || NEVER);
  return { positions: await ensemble.read(CPU_PARTICLES), passages };
}

/** Whether this machine has fused kernels. */
export function hasFusedKernels(): boolean {
  askForRelaxedSimd();
  return fuses();
}

/** The CPU engine on the calling thread, by the clock of its CPU time. */
export async function cpuEngine(
  name: string,
  spec: ReturnType<typeof parseSpec>,
  kernels: CpuKernels,
): Promise<Variant> {
  const few = { ...spec, ensemble: { ...spec.ensemble, particles: CPU_PARTICLES } };
  if (kernels === 'fused') await takeFusedKernels();
  if (kernels !== 'float64') {
    const ensemble = await createCpuEngine(kernels).create(few);
    await ensemble.advance(STEPS);
    const passages = await ensemble.readEscapeSteps(CPU_PARTICLES);
    const state = {
      positions: await ensemble.read(CPU_PARTICLES),
      passages: passages.map((step) => step || NEVER),
    };
    checkState(name, state, await cpuState(spec, 'sfc32'));
  }
  return variant(name, CPU_PARTICLES, STEPS, async (repeats) => {
    let busy = 0;
    for (let repeat = 0; repeat < repeats; repeat++) {
      const ensemble = await createCpuEngine(kernels).create(few, { submitMilliseconds: 10_000 });
      const before = process.cpuUsage();
      await ensemble.advance(STEPS);
      const { user, system } = process.cpuUsage(before);
      busy += 1e-6 * (user + system);
    }
    return busy;
  });
}

/** Prints of cpu-limit.cpp. */
interface Limit {
  rate: number;
  inside: number;
  escaped: number;
}

export async function cppLimit(program: string, law: string, expected: State): Promise<Variant> {
  const work = 1e-6 * PARTICLES * STEPS;
  const run = (repeats: number): Limit =>
    JSON.parse(
      execFileSync(program, [law, `${PARTICLES}`, `${STEPS}`, `${repeats}`], { encoding: 'utf8' }),
    );
  const name = `C++, ${law === 'gaussian' ? 'two normals a step' : 'two-point noise'}, all threads (limit)`;
  const { inside, escaped } = run(1);
  const shares = sharesOf(expected);
  checkShare(`${name}: |x| < 1`, inside, shares.inside);
  checkShare(`${name}: escaped`, escaped, shares.escaped);
  return variant(name, PARTICLES, STEPS, async (repeats) => (work / run(repeats).rate) * repeats);
}
