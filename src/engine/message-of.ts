export const LOST_PART =
  'A part of this page could not be loaded: it may have been updated, or the network is gone.';
/** What browsers say of a module that they cannot get. */
const LOST_MODULE = /imported module|module script/i;

/** The sentence of whatever was thrown. */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return LOST_MODULE.test(message) ? LOST_PART : message;
}
