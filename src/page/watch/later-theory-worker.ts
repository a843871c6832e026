import '../../theory/all-methods';
import { serveWorker } from '../../host/serve-worker';
import { knownHandles } from '../../theory/handles';
import { laterParts, lawParts } from '../../theory/later-parts';
import { recorded } from '../../theory/numerics/remembered';
import { growthOf, sigmaThresholds, theoryOf } from '../../theory/theory';
import type { FromLaterTheory, TheoryQuestion, ToLaterTheory } from './later-theory-protocol';

/** The worker's entry: theory that takes long, beside the page. See later-theory.ts. */
serveWorker((post: (message: FromLaterTheory) => void) => ({
  receive({ questions }: ToLaterTheory) {
    post({ type: 'known', results: recorded(() => questions.forEach(answer)) });
  },
}));

function answer(question: TheoryQuestion): void {
  switch (question.of) {
    case 'theory':
      theoryOf(question.spec, 1);
      return;
    case 'growth':
      growthOf(question.spec);
      return;
    case 'thresholds':
      sigmaThresholds(question.spec, question.coordinate);
      return;
    case 'stored thresholds':
      laterParts().stored.thresholds(question.factor);
      return;
    case 'changes of sign':
      lawParts(knownHandles(question.spec).noise.law)?.roots(
        question.spec,
        question.m,
        question.pull,
      );
      return;
    case 'whole steps':
      laterParts().wholeSteps(question.factor, question.additive, question.rho);
      return;
    default:
      question satisfies never;
  }
}
