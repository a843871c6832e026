import { normalCdf, normalPdf, normalQuantile } from '../numerics/special-functions';
import { continuousLaw, type Law, pointMass, shortNumber } from './distribution';

/** Normal law; all mass at the mean when standardDeviation = 0. */
export function normalLaw(
  mean: number,
  standardDeviation: number,
  kind: Law['kind'],
  exact: boolean,
): Law {
  if (standardDeviation === 0) return pointMass(mean, kind, exact);
  const z = (x: number) => (x - mean) / standardDeviation;
  return continuousLaw({
    name: 'normal',
    title: `Normal, mean ${shortNumber(mean)}, standard deviation ${shortNumber(standardDeviation)}`,
    kind,
    exact,
    parameters: { mean, standardDeviation },
    mean,
    variance: standardDeviation * standardDeviation,
    tailExponent: null,
    pdf: (x) => normalPdf(z(x)) / standardDeviation,
    lower: (x) => normalCdf(z(x)),
    upper: (x) => normalCdf(-z(x)),
    quantile: (p) => mean + standardDeviation * normalQuantile(p),
    location: mean,
    scale: standardDeviation,
  });
}
