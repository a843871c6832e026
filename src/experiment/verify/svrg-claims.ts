import { noiseModel } from '../../models/registry';
import { square } from '../../numerics/elementary';
import { parseSpec } from '../../spec/schema';
import { landmarkLaw } from '../../theory/exponents/svrg';
import { landmarkRatioExponent } from '../../theory/exponents/svrg-epoch';
import { momentsOf } from '../../theory/theory';
import type { Claim } from './claim';
import { type Check, logSize, mean, settledRun, share } from './measure';

/** Claims about SVRG. */

export const innerLaw: Claim = {
  id: 'svrg-inner-law',
  title: 'SVRG: inverse gamma around the landmark',
  says: 'At the end of every inner loop x - x* is inverse gamma distributed, with a scale proportional to the distance of the landmark from the saddle.',
  corrected:
    'In the limit of long loops of small steps: x = x* + sgn(x*) IG(1 - kappa, kappa |x*|), kappa = 2a/(h sigma^2), always farther from the saddle than x*. The exact moments of a loop are tested too.',
  post: 'qualified',
  parameters:
    'kappa = 0.25 (a = 0.5, sigma = 2), landmark 1; and 20 whole steps of 0.1 at a = 1, sigma = 2',
  async measure(runner) {
    const [a, sigma] = [0.5, 2];
    // The noise vanishes at the landmark 1: both noises in one, tau = -sigma.
    const { time, allowance } = settledRun({ growth: a, sigma, tau: -sigma, rho: 1 });
    const long = await runner.run({
      loss: { a: [a] },
      noise: { sigma, tau: 1 },
      optimizer: { kind: 'svrg', epochLength: time.steps },
      time,
    });
    const law = landmarkLaw((2 * a) / (sigma * sigma), 1)!;
    const checks = [1.1, 1.5, 3].map((place) =>
      share(`x <= ${place}`, law.cdf(place), long, (i) => long.x[i] <= place, allowance),
    );
    const loop = {
      noise: { sigma: 2, tau: 1 },
      optimizer: { kind: 'svrg', epochLength: 20, learningRate: 0.1 },
      time: { dt: 1, steps: 20 },
    };
    const short = await runner.run(loop);
    const moments = momentsOf(parseSpec(loop), 20);
    const deviation = Math.sqrt(moments.second! - square(moments.mean!));
    checks.push(
      mean('mean of x/x* after 20 steps', moments.mean!, short, (i) => short.x[i], { deviation }),
    );
    return checks;
  },
};

export const geometric: Claim = {
  id: 'svrg-geometric',
  title: 'SVRG escapes geometrically',
  says: 'SVRG guarantees escape: the distance grows geometrically from landmark to landmark.',
  corrected:
    'Pathwise where no factor 1 + h(a + xi) is negative, as with coins and h(sigma - a) < 1; else on average, at the rate E ln |G| per epoch; for long epochs with kappa = 2a/(h sigma^2) < 1 that is 3 to 12 times kappa.',
  post: 'qualified',
  parameters:
    'a = 1, sigma = 2, learning rate 0.1, dt = 1, epochs of 10 steps, 10 epochs; coins and Gaussian noise',
  async measure(runner) {
    const checks: Check[] = [];
    for (const law of ['two-point', 'gaussian'] as const) {
      const outcome = await runner.run({
        noise: { law, sigma: 2, tau: 1 },
        optimizer: { kind: 'svrg', epochLength: 10, learningRate: 0.1 },
        time: { dt: 1, steps: 100 },
      });
      const perEpoch = landmarkRatioExponent(
        { law, pull: 0.1, v: 0.2, batchSize: 1 },
        10,
        1e-9,
      ).value;
      checks.push(
        mean(`growth per epoch, ${law}`, perEpoch, outcome, (i) => logSize(outcome.x[i]) / 10),
      );
      if (noiseModel({ law }).theory?.signs)
        checks.push(
          share('farther than at the start, coins', 1, outcome, (i) => Math.abs(outcome.x[i]) > 1),
        );
    }
    return checks;
  },
};
