import { surfaceOf } from '../../theory/surfaces/spec-surface';
import type { Mark } from '../shared/svg';
import type { Size } from '../story/figure';
import type { Side } from '../story/moment';
import { histogramMarks } from '../story/views/histogram-marks';
import {
  contourMark,
  dotsMark,
  placesMarks,
  planeArea,
  planeFrame,
  trailsMark,
} from '../story/views/plane-marks';
import { axisTitle } from '../watch/density-plot';

/** Lines of equal height. */
const LINES = 14;

/** The picture of a run: the particles on their surface, or the histogram and its law. */
export function elementMarks(side: Side, size: Size): Mark[] {
  const { loss, noise } = side.spec;
  const surface = surfaceOf(side.spec);
  if (!surface) return histogramMarks([side], size, { axisName: axisTitle(side.spec) });
  const { atRest, averaged, points, window } = surface;
  const plane = { window, area: planeArea(size) };
  return [
    contourMark(JSON.stringify([loss, noise]), averaged ?? atRest, plane, LINES),
    dotsMark(side.dots, plane),
    trailsMark(side, plane),
    ...placesMarks(points, plane),
    ...planeFrame(plane, ['x', 'y']),
  ];
}
