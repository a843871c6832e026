import { expect, test } from 'vitest';
import { SweepRun } from '../../../../src/experiment/sweep/sweep-run';
import { WHOLE_MAP } from '../../../../src/experiment/sweep/tallies';
import { provenanceOf } from '../../../../src/page/map/saved-map';
import { parseSweep } from '../../../../src/spec/sweep-schema';
import { VERSION } from '../../../../src/version';

const sentenceOf = (version: string) => {
  const sweep = parseSweep({
    x: { path: 'noise.sigma', from: 1, to: 2, count: 2 },
    y: { path: 'loss.a', from: 1, to: 2, count: 2 },
  });
  const engine = { kind: 'cpu', adapter: 'CPU', fallback: false, version } as const;
  const run = new SweepRun(sweep, engine, WHOLE_MAP);
  const theoryAt = () => {
    throw new Error('Nobody asks.');
  };
  return provenanceOf('a.json', { run, proof: 'holds', digest: null, theoryAt });
};

test.each([
  [VERSION, null],
  [
    '0.2.0',
    `The map in a.json was counted by version 0.2.0, of an older random stream; this one is ${VERSION}.`,
  ],
  [
    '0.1.0',
    `The map in a.json was counted by version 0.1.0, of an older random stream; this one is ${VERSION}.`,
  ],
  ['9.9.9', `The map in a.json was counted by version 9.9.9; this one is ${VERSION}.`],
])('a map of version %s says which stream it is of', (version, sentence) => {
  expect(sentenceOf(version)).toBe(sentence);
});
