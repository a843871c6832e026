/** What a symbol, a word or a number of the pages means, in one or two sentences. */
export interface Definition {
  /** As the pages write it. */
  symbol: string;
  text: string;
}

const define = (symbol: string, text: string): Definition => ({ symbol, text });

/** Symbols of formulas and names of fields, by the names that specs and sliders have. */
const SYMBOLS = {
  x: define('x', 'Where a particle is, as its distance from the saddle at 0.'),
  y: define('y', 'The second coordinate of a particle.'),
  weight: define('w', 'A weight of the network.'),
  product: define('P', 'The product of all weights.'),
  loss: define('f', 'The loss: a step goes down its slope.'),
  a: define(
    'a',
    'Curvature of the loss with its sign turned: above 0 the slope pushes away from the saddle, below 0 it pulls towards it.',
  ),
  sigma: define(
    'σ',
    'Size of the noise in the slope, for one sample: a step adds σ√dt ξ to the push a dt, so that its kicks grow with x. It is the standard deviation where the noise law has one.',
  ),
  tau: define(
    'τ',
    'Size of the noise that is there even at the saddle, for one sample: a step adds τ√dt η. It is the standard deviation where the noise law has one.',
  ),
  rho: define('ρ', 'Correlation of the two kinds of noise, ξ and η, from −1 to 1.'),
  xi: define(
    'ξ',
    'A random number of mean 0 and size 1, drawn anew in every step; it multiplies x.',
  ),
  eta: define(
    'η',
    'A random number of mean 0 and size 1, drawn anew in every step; it does not depend on x.',
  ),
  shake: define(
    's',
    'How far the surface is shaken: each step takes its slope at a place that lies s ξ and s η away.',
  ),
  dt: define('dt', 'Length of a step in time. 1 is plain SGD; small steps approach the SDE.'),
  radius: define(
    'R',
    'The radius: a particle has left the saddle once |x| is above it after a step.',
  ),
  start: define('x₀', 'Where every particle starts.'),
  learningRate: define('h', 'Learning rate: how far a step goes along the slope.'),
  batchSize: define(
    'B',
    'Minibatch: a step takes the mean of B independent samples. Noise that has a variance shrinks by √B.',
  ),
  beta: define('β', 'Momentum: the share of its last step that a step keeps.'),
  beta0: define(
    'β₀',
    'Adai: the share of a new slope that each coordinate takes; it adapts from there.',
  ),
  beta1: define('β₁', 'The share of the average of slopes that a step keeps.'),
  beta2: define('β₂', 'The share of the average of squared slopes that a step keeps.'),
  decay: define('ϱ', 'The share of the average of squared slopes that a step keeps.'),
  epsilon: define('ε', 'Added to the root that a slope is divided by, so that it is never 0.'),
  weightDecay: define('λ', 'Weight decay: a pull towards 0 in every step.'),
  clip: define('c', 'A longer slope is cut to this length.'),
  temperature: define('T', 'Temperature: each step adds a normal kick of size √(2 T h dt).'),
  ascent: define('r', 'SAM takes its slope this far uphill.'),
  perturbation: define('κ', 'Size of the kick that perturbed SGD adds to every step.'),
  epochLength: define(
    'L',
    'Steps between two landmarks: SVRG subtracts the noise of the last one.',
  ),
  samples: define(
    'N',
    'How many samples the stored set has; minibatches draw from it without replacement.',
  ),
  nu: define('ν', 'Degrees of freedom: the smaller, the heavier the tails of the noise.'),
  alpha: define('α', 'Index of stability: 2 is normal noise; below 2 it has no variance.'),
  probability: define('p', 'The probability of heads.'),
  period: define('P', 'Steps between two cuts of the learning rate.'),
  factor: define('γ', 'The share of the learning rate that is left after a cut.'),
  exponent: define('α', 'The learning rate of step n is h / n to this power.'),
  horizon: define('H', 'The step at which the learning rate is 0.'),
  warmUp: define('W', 'The learning rate grows evenly until this step, and is h from there on.'),
  stiffness: define('b', 'How steep the walls of the valley are.'),
  units: define('m', 'How many hidden units the network has.'),
  saddles: define('d', 'How many saddles stand in a row.'),
  wall: define('L', 'Curvature of the walls between two saddles.'),
  ridge: define('γ', 'Push of each saddle along its ridge.'),
  arm: define('ℓ', 'Length of the arm from one saddle to the next.'),
};

/** Words and numbers that stand on the pages. */
const WORDS = {
  verdict: define(
    'The verdict',
    'TRAPPED: |x| shrinks in the long run along almost every path. ESCAPES: it grows. The sign of the growth rate decides. LATER: a typical path takes longer than this run has.',
  ),
  growth: define(
    'Growth rate',
    'The mean of ln |x′/x| over steps without the additive noise, per unit of time: below 0 traps, above 0 lets go. "These steps" is the rate of the steps that run, "SDE" the one for dt → 0.',
  ),
  threshold: define(
    'Thresholds',
    'Values of σ at which the verdict changes: for the steps that run, and for the SDE, the limit dt → 0.',
  ),
  near: define('Near the saddle now', 'The share of particles within the radius R at this step.'),
  beyond: define(
    'Beyond R now',
    'The share of particles beyond the radius R at this step. They may come back.',
  ),
  ever: define(
    'Was beyond R',
    'The share of particles that were beyond the radius R after at least one step so far, wherever they are now. The interval is a Wilson interval: 95 of 100 such intervals hold the probability.',
  ),
  time: define('Time', 'The steps so far times dt. With dt = 1 time is counted in steps.'),
  spread: define(
    'Median and quantiles',
    'Half of the particles are below the median. Half lie between the 25 % and 75 % quantiles, and 90 % between those of 5 % and 95 %. There is no mean: these laws have none.',
  ),
  outside: define(
    'Outside the picture',
    'The share of particles beyond the ends of the horizontal axis.',
  ),
  speed: define(
    'Particle-steps a second',
    'How many steps of single particles this machine computes in a second, over the last second of running.',
  ),
  distance: define(
    'Kolmogorov–Smirnov distance',
    'The largest gap, over the edges of all bins, between the share of particles below an edge and the share that the law puts there. Where the law holds, chance takes it above the number given in at most 1 of 100 looks.',
  ),
  simulation: define(
    'Simulation',
    'The bars: the share of the particles in each bin. Bins are equally wide on the axis as it is drawn.',
  ),
  law: define(
    'Theory',
    'What mathematics puts into each bin. Dashed where it is exact or its error is bounded, dotted where it holds in a limit.',
  ),
  paths: define(
    'Paths',
    'The first 32 particles, a line each, from the start of the run. A dotted line is the radius R.',
  ),
};

export const GLOSSARY = { ...SYMBOLS, ...WORDS };
export type Term = keyof typeof GLOSSARY;

export function isTerm(name: string): name is Term {
  return Object.hasOwn(GLOSSARY, name);
}

/** The term of a symbol as formulas write it; null where the glossary has none of its own. */
export function termOfSymbol(symbol: string): Term | null {
  const names: Record<string, Term> = {
    x: 'x',
    y: 'y',
    w: 'weight',
    P: 'product',
    f: 'loss',
    a: 'a',
    σ: 'sigma',
    τ: 'tau',
    ρ: 'rho',
    ξ: 'xi',
    η: 'eta',
    s: 'shake',
    h: 'learningRate',
    t: 'dt',
  };
  return names[symbol] ?? null;
}
