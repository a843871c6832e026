import { describe, expect, it } from 'vitest';
import { STREAM_VERSION } from '../../../src/engine/open';
import { digestOfDocument, streamOf } from '../../../src/experiment/digest';
import { sha256Hex } from '../../../src/spec/sha256';
import { VERSION } from '../../../src/version';

const document = { step: 1, integers: { counts: [2, 3] } };
const rest = '"integers":{"counts":[2,3]},"kind":"cpu","step":1';
const digest = (version: string) => digestOfDocument({ kind: 'cpu', version }, document);

describe('digests', () => {
  it('carry the version of the random stream', () => {
    expect(digest(VERSION)).toBe(sha256Hex(`{${rest},"stream":${STREAM_VERSION}}`));
    expect(STREAM_VERSION).toBe(4);
  });

  it('of documents of older versions are those that were given then', () => {
    expect(digest('0.2.0')).toBe(sha256Hex(`{${rest},"stream":3}`));
    expect(digest('0.1.0')).toBe(sha256Hex(`{${rest}}`));
  });

  it('take a name that is no version for the current stream', () => {
    expect(streamOf('constructor')).toBe(STREAM_VERSION);
    expect(streamOf('0.2.0')).toBe(3);
  });
});
