import { isListed, type Spec } from '../../spec/spec';
import type { RunParameters } from '../run-parameters';
import { noiseScalesOf } from '../scales';
import type { Loss } from './loss/loss';

/**
 * Where coordinates have scales of their own, lets a loss that enters one write them to the run,
 * from which all parts of the kernel read: it is entered before any noise of the coordinate is
 * drawn. Mirrors shaders/layout-listed.wgsl.
 */
export function enterScales(loss: Loss, run: RunParameters, spec: Spec): void {
  if (!isListed(spec)) return;
  const scales = noiseScalesOf(spec);
  const enter = loss.enter.bind(loss);
  loss.enter = (group) => {
    Object.assign(run, scales[group]);
    enter(group);
  };
}
