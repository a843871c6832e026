import { parseSpec } from '../../../../spec/schema';
import type { Spec } from '../../../../spec/spec';
import { SWEEP_PRESETS } from '../../../../spec/sweep-presets';
import { lyapunovExponentGaussian } from '../../../../theory/exponents/lyapunov';
import { signed } from '../../../shared/format';
import type { Figure, FigureShown, Size } from '../../figure';
import { logStart, measuredGrowth } from '../../measured-growth';
import type { Side } from '../../moment';
import { type Bundle, strandMarks } from '../../views/strand-marks';

/** Noise of the saddle in step 7, above its threshold. */
export const SIGMA = 5;

/**
 * The saddle that all ways out are tried on: that of the map "Six methods in a row", with more
 * noise than plain SGD gets out of.
 */
export function trappedRun(changes: Partial<Spec> = {}): Spec {
  const methods = SWEEP_PRESETS.find(({ id }) => id === 'methods');
  if (!methods) throw new Error('There is no map of methods.');
  const { base } = methods.sweep;
  return parseSpec({
    ...base,
    noise: { ...base.noise, sigma: SIGMA },
    ...changes,
    ensemble: { ...base.ensemble, particles: 2048 },
  });
}

/** Optimizer of the saddle, with other numbers. */
export function optimizerOf(changes: object): Spec['optimizer'] {
  return { ...trappedRun().optimizer, ...changes } as Spec['optimizer'];
}

/** E ln of the factor of one step of a learning rate h and a batch B. */
export function factorRate(h: number, batch = 1): number {
  return lyapunovExponentGaussian(1 + h, (h * SIGMA) / Math.sqrt(batch), h);
}

/** ln |x| by the law of independent steps, from the start of a run. */
export function straight(side: Side, rate: number): (step: number) => number {
  const start = logStart(side);
  return (step) => start + rate * step;
}

/** What the figures of the ways out have in common. */
export const WAY: Pick<Figure, 'wants' | 'seconds' | 'aspect'> = {
  wants: { dots: 2048, paths: 31 },
  seconds: 4,
  aspect: { wide: 0.42, narrow: 0.8 },
};

/** Plain SGD in grey, and what is different in colour. */
export function drawWay(
  { moment: { sides } }: FigureShown,
  size: Size,
  {
    name,
    law,
    level = null,
  }: Pick<Bundle, 'name' | 'law'> & { level?: { at: number; name: string } | null },
): ReturnType<typeof strandMarks> {
  const [plain, way] = sides;
  const rate = factorRate(plain.spec.optimizer.learningRate);
  return strandMarks(
    [
      { side: plain, name: 'SGD', role: 'plain', law: straight(plain, rate) },
      { side: way, name, role: 'way', law },
    ],
    size,
    level,
  );
}

/** Where that leads: "ln |x| moves by +0.0304 a step, ...: it escapes". */
export function movesWords(side: Side, law: number): string {
  return `ln |x| moves by ${perStepWords(side, law)}: ${law > 0 ? 'it escapes' : 'it is trapped'}`;
}

/** "+0.0304 a step (law: +0.0304)". */
export function perStepWords(side: Side, law: number): string {
  return side.step === 0
    ? `${signed(law, 4)} a step`
    : `${signed(measuredGrowth(side), 4)} a step, where the law says ${signed(law, 4)}`;
}
