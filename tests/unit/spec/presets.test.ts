import { describe, expect, test } from 'vitest';
import { histogramEdges } from '../../../src/spec/histogram-edges';
import { noiseAt } from '../../../src/spec/listed-noise';
import { findPreset, PRESETS } from '../../../src/spec/presets';
import { binProbabilities, theoryOf } from '../../../src/theory/theory';
import { LONG } from '../../support/long';

const preset = (id: string) => {
  const found = findPreset(id);
  if (!found) throw new Error(`no preset ${id}`);
  return found;
};
const lawOf = (id: string) => {
  const { spec } = preset(id);
  return theoryOf(spec, spec.time.steps).law;
};

describe('presets', () => {
  test('have ids of their own, and speak in sentences', () => {
    expect(new Set(PRESETS.map(({ id }) => id)).size).toBe(PRESETS.length);
    for (const { id, title, sentence, tryThis, expected } of PRESETS) {
      expect(id).toMatch(/^[a-z]+(-[a-z0-9]+)*$/);
      expect(title.length).toBeLessThan(40);
      for (const text of [sentence, tryThis, expected])
        expect(text, id).toMatch(/^[A-Z0-9][^\n]*\.$/);
      expect(sentence.length, id).toBeLessThan(140);
    }
  });

  test('cover every picture of the post', () => {
    const figures = new Set(PRESETS.map(({ figure }) => figure));
    for (const name of [
      'stage_1',
      'stage_2',
      'stage_4',
      'stage_n',
      'correlated',
      'uncorelated',
      'stat_dist',
      'gbm_freq_exc',
      'gradient_descent1',
      'gradient_descent2',
      'saddle_point',
      'sdg_0noise',
      'sdg_1noise',
      'sdg_2noise',
      'relu',
      'svrg',
      'stat_dist_svrg',
    ])
      expect(figures, name).toContain(name);
    expect(PRESETS.filter(({ figure }) => figure === 'stat_dist').length).toBe(3);
    expect(PRESETS.filter(({ figure }) => figure === 'stage_n').length).toBe(4);
  });

  test.each([
    ['trapped', 'student-t'],
    ['critical', undefined],
    ['skewed', 'pearson-iv'],
    ['correlated', 'inverse-gamma'],
    ['uncorrelated', 'student-t'],
    ['forays', 'log-normal'],
    ['coin-4', 'coin-tree'],
    ['coin-1000', 'coin-tree'],
    ['diffusion', 'normal'],
    ['escapes', undefined],
    ['minibatch', undefined],
    ['smaller-step', undefined],
    ['raw-steps', undefined],
    ['too-much-noise', 'whole-steps'],
    ['svrg-landmark', 'inverse-gamma'],
    ['svrg-ratchet', undefined],
    ['heavy-ball', undefined],
    ['shaken-2', undefined],
  ])('%s is under the law %s', (id, name) => {
    expect(lawOf(id)?.name).toBe(name);
  });

  test('run long enough for their stationary law to settle', () => {
    // Its whole steps forget their start slowly: the page says so.
    for (const { id, spec } of PRESETS)
      expect(theoryOf(spec, spec.time.steps).settled, id).toBe(id !== 'too-much-noise');
  });

  test.each([
    ['trapped', 'trapped'],
    ['escapes', 'escapes'],
    ['minibatch', 'escapes'],
    ['smaller-step', 'escapes'],
    ['raw-steps', 'escapes'],
    ['too-much-noise', 'trapped'],
    ['shaken-0', 'escapes'],
    // Steps see the shaking: what descent of the average would do is no verdict.
    ['shaken-1', 'unknown'],
    ['shaken-2', 'unknown'],
    ['svrg-ratchet', 'escapes'],
    ['annealing', 'escapes'],
    ['heavy-ball', 'trapped'],
    ['nesterov', 'trapped'],
    ['linear-network', 'escapes'],
  ])('%s: %s', (id, verdict) => {
    expect(theoryOf(preset(id).spec, 1).verdict).toBe(verdict);
  });

  test('say the numbers that theory gives', () => {
    expect(theoryOf(preset('raw-steps').spec, 1).lyapunovExponent).toBeCloseTo(0.485, 3);
    expect(lawOf('correlated')?.quantile(0.5)).toBeCloseTo(3.2, 1);
    expect(lawOf('trapped')?.parameters.degreesOfFreedom).toBeCloseTo(0.5, 12);
    expect(lawOf('uncorrelated')?.parameters.degreesOfFreedom).toBeCloseTo(0.7, 12);
    const around = [
      [0.411, false],
      [0.413, true],
      [1.453, true],
      [1.455, false],
      [0.4, false],
      [1.5, false],
    ] as const;
    const { id, spec } = preset('too-much-noise');
    for (const [sigma, trapped] of LONG ? around : around.slice(0, 4)) {
      const { verdict } = theoryOf({ ...spec, noise: { ...spec.noise, sigma } }, 1);
      expect(verdict === 'trapped', `${id} at sigma ${sigma}`).toBe(trapped);
    }
  });

  test.each([
    ['coin-10', 0.83],
    ['coin-20', 0.87],
    ['coin-100', 0.997],
    ['coin-1000', 0.946],
  ])('%s: the share below |x| = 1 is %d', (id, share) => {
    expect(lawOf(id)?.cdfBefore(1)).toBeCloseTo(share, share > 0.99 ? 3 : 2);
  });

  test.each(PRESETS.filter(({ id }) => id.startsWith('coin-')).map(({ id }) => id))(
    '%s: the atoms lie well inside of their bins',
    (id) => {
      const { noise, time, histogram } = preset(id).spec;
      const { sigma } = noiseAt(noise, 0);
      const edges = histogramEdges(histogram);
      for (let heads = 0; heads <= time.steps; heads++) {
        const atom = (time.steps - heads) * Math.log1p(-sigma) + heads * Math.log1p(sigma);
        const bin = edges.findIndex(
          (edge, i) => Math.log(edge) <= atom && atom < Math.log(edges[i + 1]),
        );
        if (bin < 0) continue;
        const place =
          (atom - Math.log(edges[bin])) / (Math.log(edges[bin + 1]) - Math.log(edges[bin]));
        expect(place, `${heads} heads`).toBeGreaterThan(0.3);
        expect(place, `${heads} heads`).toBeLessThan(0.7);
      }
    },
  );

  test('show nearly all of their law within the histogram, but for the heavy flanks', () => {
    for (const { id, spec } of PRESETS) {
      const { law } = theoryOf(spec, spec.time.steps);
      if (!law || law.tailExponent !== null) continue;
      const { below, above } = binProbabilities(
        law,
        histogramEdges(spec.histogram),
        spec.histogram.axis,
      );
      expect(below + above, id).toBeLessThan(0.01);
    }
  });
});
