/**
 * Constants both engines share with the shaders; tests/parity/checks/layout.ts compares them with
 * the WGSL.
 */

/**
 * Version of the random stream. Every digest carries it: results of two versions have other
 * integers for the same spec. 2: the key is of SHA-256; until then it was of ARC4, which takes 1,
 * 11 and 111 for one seed. 3: stored sets of up to 64 samples are shuffled in 32 rounds; in the
 * eight of before some pairs came up to 40 % too often. 4: Philox seeds a place once, and pcg4d its
 * blocks; words of normals are rounded to floats without a cut.
 */
export const STREAM_VERSION = 4;
/** Steps between two fresh seedings of a particle's stream. */
export const BLOCK_STEPS = 64;
/** Steps between two refills of the noise's bits; divides BLOCK_STEPS. */
export const STRIDE_STEPS = 32;
/**
 * Where a particle that went beyond the reach is left, counted as escaped to infinity; rounded to
 * float32.
 */
export const FROZEN = Math.fround(1e30);
/** First-passage step of a particle that has not left the radius yet. */
export const NEVER = 0xffffffff;
/** What an open end of a region is given: no number is beyond it. Rounded to float32. */
export const OPEN_END = Math.fround(3e38);
/** What a stream is for; enters its position. */
export const PURPOSE_START = 0;
export const PURPOSE_NOISE = 1;
export const PURPOSE_KICK = 2;
export const PURPOSE_ORDER = 3;

/** Slots of the histogram: below, bins, above, then these at bins + 2 and on. */
export const SLOT_NON_FINITE = 2;
export const SLOT_ESCAPED = 3;
export const SLOT_ZERO = 4;
export const SLOT_BEYOND = 5;
export const SLOT_FROZEN = 6;
export const EXTRA_SLOTS = 7;
