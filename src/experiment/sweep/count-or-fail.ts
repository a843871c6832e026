import type { Engine, EscapeBatch, EscapeOptions, EscapeTally } from '../../engine/engine';
import { DeviceLostError, messageOf } from '../../engine/open';

/**
 * Counts batches together, and where that fails one by one: what fails alone is a failed cell,
 * whose sentence stands in place of its tally, and the rest goes on.
 */
export async function countOrFail(
  engine: Engine,
  batches: readonly EscapeBatch[],
  options: EscapeOptions,
): Promise<(EscapeTally | string)[]> {
  try {
    return await engine.countEscapes(batches, options);
  } catch (error) {
    if (error instanceof DeviceLostError || options.signal?.aborted) throw error;
    const found: (EscapeTally | string)[] = [];
    for (const batch of batches)
      try {
        found.push((await engine.countEscapes([batch], options))[0]);
      } catch (own) {
        if (own instanceof DeviceLostError || options.signal?.aborted) throw own;
        found.push(messageOf(own));
      }
    // An engine that can do nothing at all is no matter of cells.
    if (batches.length > 1 && found.every((one) => typeof one === 'string')) throw error;
    return found;
  }
}
