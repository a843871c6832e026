/**
 * Fewer than all combinations of one entry of each list, so that every two entries of two lists that
 * go together anywhere are together in one of them. With many kinds all combinations are too many,
 * and a fault of two kinds shows where they meet.
 *
 * @param make  What is wanted of a combination; null where it does not go together.
 */
export function everyPair<const L extends readonly (readonly string[])[], T>(
  lists: L,
  make: (...combination: { [I in keyof L]: L[I][number] }) => T | null,
): T[] {
  const met = new Set<string>();
  const pairsOf = (combination: readonly string[]) =>
    combination.flatMap((one, i) =>
      combination.slice(i + 1).map((other, k) => `${i} ${one} ${i + 1 + k} ${other}`),
    );
  const made: T[] = [];
  const total = lists.reduce((product, list) => product * list.length, 1);
  // A stride without a common factor visits every combination, and neighbours share little.
  const stride = coprimeTo(total, Math.floor(total * 0.618));
  for (let visited = 0, place = 0; visited < total; visited++, place = (place + stride) % total) {
    let rest = place;
    const combination = lists.map((list) => {
      const entry = list[rest % list.length];
      rest = Math.floor(rest / list.length);
      return entry;
    });
    const pairs = pairsOf(combination);
    if (pairs.every((pair) => met.has(pair))) continue;
    const one = make(...(combination as { [I in keyof L]: L[I][number] }));
    if (one === null) continue;
    for (const pair of pairs) met.add(pair);
    made.push(one);
  }
  return made;
}

function coprimeTo(total: number, from: number): number {
  const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));
  let stride = Math.max(1, from);
  while (divisor(total, stride) !== 1) stride++;
  return stride;
}
