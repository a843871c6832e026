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
