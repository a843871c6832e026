import './all-models';
import { doubleWellText } from './loss/double-well';
import { formulaText } from './loss/formula';
import { linearNetworkText } from './loss/linear-network';
import { matrixFactorisationText } from './loss/matrix-factorisation';
import { monkeySaddleText } from './loss/monkey-saddle';
import { octopusText } from './loss/octopus';
import { quadraticFormText } from './loss/quadratic-form';
import { quarticSaddleText } from './loss/quartic-saddle';
import { reluSaddleText } from './loss/relu-saddle';
import { rosenbrockText } from './loss/rosenbrock';
import { spikeAndWellsText } from './loss/spike-and-wells';
import { tanhNetworkText } from './loss/tanh-network';
import { alphaStableText } from './noise/alpha-stable';
import { chiSquaredText } from './noise/chi-squared';
import { datasetText } from './noise/dataset';
import { noiseByFormulaText } from './noise/formula';
import { laplaceText } from './noise/laplace';
import { samplesText } from './noise/samples';
import { shuffledSamplesText } from './noise/shuffled-samples';
import { studentTText } from './noise/student-t';
import { twoPointText } from './noise/two-point';
import { unfairCoinsText } from './noise/unfair-coins';
import { uniformText } from './noise/uniform';
import { adagradText } from './optimizer/adagrad';
import { adaiText } from './optimizer/adai';
import { adamText } from './optimizer/adam';
import { adamwText } from './optimizer/adamw';
import { amsgradText } from './optimizer/amsgrad';
import { averagedSgdText } from './optimizer/averaged-sgd';
import { clippedSgdText } from './optimizer/clipped-sgd';
import { stepByFormulaText } from './optimizer/formula';
import { heavyBallText } from './optimizer/heavy-ball';
import { langevinText } from './optimizer/langevin';
import { nesterovText } from './optimizer/nesterov';
import { perturbedText } from './optimizer/perturbed';
import { rmspropText } from './optimizer/rmsprop';
import { samText } from './optimizer/sam';
import { sgdWeightDecayText } from './optimizer/sgd-weight-decay';
import { signSgdText } from './optimizer/sign-sgd';
import { svrgText } from './optimizer/svrg';
import { provideTexts } from './registry';
import { cosineText } from './schedule/cosine';
import { inverseTimeText } from './schedule/inverse-time';
import { powerDecayText } from './schedule/power-decay';
import { stepDecayText } from './schedule/step-decay';
import { warmUpText } from './schedule/warm-up';

/** What people read of the kinds of later-kinds.ts: whoever shows words of a kind imports this. */
provideTexts({
  losses: {
    'relu-saddle': reluSaddleText,
    'double-well': doubleWellText,
    'spike-and-wells': spikeAndWellsText,
    'linear-network': linearNetworkText,
    'matrix-factorisation': matrixFactorisationText,
    'monkey-saddle': monkeySaddleText,
    'quartic-saddle': quarticSaddleText,
    'quadratic-form': quadraticFormText,
    rosenbrock: rosenbrockText,
    octopus: octopusText,
    'tanh-network': tanhNetworkText,
    formula: formulaText,
  },
  noises: {
    'two-point': twoPointText,
    dataset: datasetText,
    uniform: uniformText,
    laplace: laplaceText,
    'student-t': studentTText,
    'alpha-stable': alphaStableText,
    'unfair-coins': unfairCoinsText,
    'chi-squared': chiSquaredText,
    samples: samplesText,
    'shuffled-samples': shuffledSamplesText,
    formula: noiseByFormulaText,
  },
  optimizers: {
    perturbed: perturbedText,
    svrg: svrgText,
    'heavy-ball': heavyBallText,
    nesterov: nesterovText,
    rmsprop: rmspropText,
    adam: adamText,
    adamw: adamwText,
    amsgrad: amsgradText,
    adagrad: adagradText,
    'sign-sgd': signSgdText,
    'clipped-sgd': clippedSgdText,
    'sgd-weight-decay': sgdWeightDecayText,
    langevin: langevinText,
    sam: samText,
    adai: adaiText,
    'averaged-sgd': averagedSgdText,
    formula: stepByFormulaText,
  },
  schedules: {
    'inverse-time': inverseTimeText,
    'step-decay': stepDecayText,
    'power-decay': powerDecayText,
    cosine: cosineText,
    'warm-up': warmUpText,
  },
});
