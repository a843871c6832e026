import { isShaken, type Spec, shakeOf } from '../../spec/spec';
import type { SpecSurface } from '../../theory/surfaces/spec-surface';
import { number, percent } from '../shared/format';
import { placeName } from './contour-plot';
import type { Shares } from './shares';

const KINDS: Record<string, string> = { minimum: 'minimum', saddle: 'saddle', maximum: 'top' };

export function kindName(kind: string): string {
  return KINDS[kind] ?? kind;
}

/** Where the particles are, in one or two sentences that the numbers make. */
export function sharesSentence({ near, radius, elsewhere, outside }: Shares): string {
  const list = near
    .filter(({ share }) => share > 0)
    .sort((one, other) => other.share - one.share)
    .slice(0, 3)
    .map(
      ({ point, share }, i) =>
        `${percent(share)}${i === 0 ? ' of the particles' : ''} within ${number(radius)} of the ${kindName(point.kind)} at ${placeName(point.x, point.y)}`,
    );
  const rest = `${percent(elsewhere)} elsewhere${outside > 0 ? `, ${percent(outside)} outside of the picture` : ''}`;
  if (list.length === 0)
    return near.length === 0
      ? `${percent(1 - outside)} of the particles in the picture, ${percent(outside)} outside.`
      : `No particle is near a minimum or a saddle: ${rest}.`;
  return `${list.join(', ')}; ${rest}.`;
}

/**
 * What stands large over the picture of a surface that is shaken, and why. null for other losses.
 */
export function surfaceVerdict(
  spec: Spec,
  surface: SpecSurface,
  pointsAtRest: number,
): { word: string; why: string } | null {
  if (!isShaken(spec)) return null;
  const minima = surface.points.filter(({ kind }) => kind === 'minimum');
  const wells = (count: number) => (count === 1 ? '1 minimum' : `${count} minima`);
  const word = minima.length === 0 ? 'NO MINIMUM' : wells(minima.length).toUpperCase();
  const shake = shakeOf(spec);
  if (!surface.averaged)
    return {
      word,
      why:
        shake > 0
          ? `Averaged over shakes of ${number(shake)} the surface is the same one, and that is what particles descend.`
          : 'Nothing shakes the surface: particles roll down it from where they start.',
    };
  const places = minima.map(({ x, y }) => placeName(x, y)).join(', ');
  const left =
    minima.length === pointsAtRest
      ? `all ${pointsAtRest} remain`
      : `${minima.length || 'none'} of ${pointsAtRest} ${minima.length === 1 ? 'remains' : 'remain'}`;
  return {
    word,
    why: `Averaged over shakes of ${number(shake)} the surface is another one, and that is what particles descend: ${left}${places ? `, at ${places}` : ''}.`,
  };
}
