import '../../theory/all-methods';
import {
  type LaterParts,
  type LawParts,
  laterParts,
  provideLaterParts,
} from '../../theory/later-parts';
import type { ModelTheory } from '../../theory/model-theory';
import { chain } from '../../theory/models/chain';
import { NO_GROWTH, noTheory } from '../../theory/models/no-theory';
import { LeftToAnother, leaveToAnother } from '../../theory/numerics/remembered';
import { COMPUTING } from './computing';
import type { TheoryQuestion } from './later-theory-protocol';
import { TheoryAsker } from './theory-asker';

/** Theory of any spec, of which a worker computes what takes long. */

const asker = new TheoryAsker(
  () => new Worker(new URL('./later-theory-worker.ts', import.meta.url), { type: 'module' }),
);

/** What a function gives, or `meanwhile` while the worker computes it. */
function askedFor<T>(question: () => TheoryQuestion, compute: () => T, meanwhile: T): T {
  try {
    return compute();
  } catch (error) {
    if (!(error instanceof LeftToAnother)) throw error;
    asker.ask(question());
    return meanwhile;
  }
}

function beside(family: ModelTheory): ModelTheory {
  const { thresholds } = family;
  return {
    ...family,
    theory: (spec, step) =>
      askedFor(
        () => ({ of: 'theory', spec }),
        () => family.theory(spec, step),
        noTheory(COMPUTING),
      ),
    growth: (spec, accuracy) =>
      askedFor(
        () => ({ of: 'growth', spec }),
        () => family.growth(spec, accuracy),
        NO_GROWTH,
      ),
    thresholds:
      thresholds &&
      ((spec, coordinate) =>
        askedFor(
          () => ({ of: 'thresholds', spec, coordinate }),
          () => thresholds(spec, coordinate),
          { sde: null, steps: [] },
        )),
  };
}

/** Thresholds of laws whose exponents are quadratures take a worker. */
function besideRoots(law: LawParts): LawParts {
  if (law.closed !== false) return law;
  return {
    ...law,
    roots: (spec, m, pull) =>
      askedFor(
        () => ({ of: 'changes of sign', spec, m, pull }),
        () => law.roots(spec, m, pull),
        [],
      ),
  };
}

// The first load has chains, and no room to ask whether others stand in for them.
Object.assign(chain, beside({ ...chain }));
const parts = laterParts();
const families = Object.fromEntries(
  Object.entries(parts.families).map(([name, family]) => [name, beside(family)]),
) as LaterParts['families'];

provideLaterParts({
  ...parts,
  families,
  stored: {
    ...parts.stored,
    thresholds: (factor) =>
      askedFor(
        () => ({ of: 'stored thresholds', factor }),
        () => parts.stored.thresholds(factor),
        [],
      ),
  },
  laws: Object.fromEntries(
    Object.entries(parts.laws).map(([name, law]) => [name, besideRoots(law)]),
  ) as LaterParts['laws'],
  wholeSteps: (factor, additive, rho) =>
    askedFor(
      () => ({ of: 'whole steps', factor, additive, rho }),
      () => parts.wholeSteps(factor, additive, rho),
      { law: null, reason: COMPUTING },
    ),
});
// Where there are no workers the page computes it all.
leaveToAnother(Boolean(self.Worker));
