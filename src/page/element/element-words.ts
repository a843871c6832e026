import '../../models/all-texts';
import '../../theory/all-methods';
import { readSpecLink } from '../../spec/link-reader';
import { type Spec, withParticles } from '../../spec/spec';
import { parseSpecText } from '../../spec/spec-text';
import { theoryOf } from '../../theory/theory';
import { percent, whole } from '../shared/format';
import { outsideWords } from '../shared/names';
import { type Side, shareEscaped } from '../story/moment';
import { verdictWords } from '../watch/verdict';

/** Loaded with the first element that comes near the window: what reads specs and speaks of runs. */

/** Particles of each element: six of them run smoothly on one processor. */
const MOST_PARTICLES = 2 ** 13;

/**
 * The spec of an attribute: JSON, of which anything may be left out that has a default, or the link
 * of a run; nothing at all is the default run.
 *
 * @throws SpecError with one sentence that says what is wrong with it.
 */
export function specOfAttribute(text: string): Spec {
  const given = text.trim() || '{}';
  const spec = given.startsWith('{') ? parseSpecText(given) : readSpecLink(given).asked;
  return withParticles(spec, Math.min(MOST_PARTICLES, spec.ensemble.particles));
}

/** Word, reason and colour of a run. */
export function verdictFor(spec: Spec): { word: string; why: string; tone: string } {
  return verdictWords(spec, theoryOf(spec, 1), null);
}

/** What is to be seen, in one sentence. */
export function sentenceOf(side: Side): string {
  const { spec, step, particles } = side;
  const share = percent(shareEscaped(side));
  return `Step ${whole(step)} of ${whole(spec.time.steps)}: ${share} of ${whole(particles)} particles have been where ${outsideWords(spec)}.`;
}
