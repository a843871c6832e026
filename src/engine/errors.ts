/** What engines throw, and the sentence of whatever was thrown. */

/**
 * The engine cannot hold what the spec asks for. The message says what, how much there is, and what
 * would fit.
 */
export class EngineLimitError extends Error {
  override name = 'EngineLimitError';
}

/** No adapter of the demanded kind. */
export class NoAdapterError extends Error {
  override name = 'NoAdapterError';
}

/** The device was lost and could not be had again. */
export class DeviceLostError extends Error {
  override name = 'DeviceLostError';
}

export const LOST_PART =
  'A part of this page could not be loaded: it may have been updated, or the network is down.';
/** What browsers say of a module that they cannot get. */
const LOST_MODULE = /imported module|module script/i;

/** The sentence of whatever was thrown. */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return LOST_MODULE.test(message) ? LOST_PART : message;
}
