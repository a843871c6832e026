/**
 * Workgroups for `threads` invocations, folded into two dimensions where one would be over the
 * device's limit.
 * @returns x and y; x * y * workgroupSize >= threads, and the shader guards the tail.
 */
export function foldedGroups(
  threads: number,
  workgroupSize: number,
  mostPerDimension: number,
): [number, number] {
  const groups = Math.max(1, Math.ceil(threads / workgroupSize));
  const y = Math.ceil(groups / mostPerDimension);
  return [Math.ceil(groups / y), y];
}

/**
 * Workgroups that count a population: enough for all cores of what computes. More would only clear
 * and add up more slots.
 */
const COUNTING_GROUPS = { software: 16, card: 1024 };

/** How the histogram is dispatched. */
export interface CountingTuning {
  workgroupSize: number;
  /** 16 to 256, a power of two. */
  particlesPerInvocation: number;
}

export function countingTuning(particles: number, software: boolean): CountingTuning {
  const workgroupSize = 256;
  const groups = COUNTING_GROUPS[software ? 'software' : 'card'];
  let particlesPerInvocation = 16;
  while (
    particlesPerInvocation < 256 &&
    2 * particlesPerInvocation * workgroupSize * groups <= particles
  )
    particlesPerInvocation *= 2;
  return { workgroupSize, particlesPerInvocation };
}
