import { type FieldPath, parsePath } from '../../spec/field-path';
import { fieldText } from '../../spec/field-text';
import { subscript } from '../shared/names';

/**
 * Word and symbol of every numeric field that an axis of a map can be and that belongs to no kind;
 * those of kinds stand in the registry.
 */
const NAMES: Record<string, { word: string; symbol: string }> = {
  'loss.dimensions': { word: 'coordinates', symbol: 'd' },
  'time.dt': { word: 'step length', symbol: 'dt' },
  'time.steps': { word: 'steps', symbol: '' },
  'start.x': { word: 'start', symbol: 'x' },
  'start.mean': { word: 'mean start', symbol: 'x' },
  'start.standardDeviation': { word: 'spread of the start', symbol: 'x' },
  'start.low': { word: 'lowest start', symbol: 'x' },
  'start.high': { word: 'highest start', symbol: 'x' },
  'escape.radius': { word: 'radius', symbol: 'R' },
};

/**
 * A numeric field for people: `noise.sigma` as "noise σ", `loss.a[0]` as "push a", `loss.a[1]` as
 * "push a₁", and `loss.a`, all entries at once, as "push a". A path that is no field's stays as it
 * is.
 */
export function fieldTitle(path: string): string {
  const found = lookUp(path);
  if (!found) return path;
  const { word, symbol } = found;
  return symbol ? `${word} ${symbol}` : word;
}

/**
 * A numeric field where room is short: `noise.sigma` as "σ"; "steps", which has no symbol, as its
 * word.
 */
export function fieldSymbol(path: string): string {
  const found = lookUp(path);
  if (!found) return path;
  return found.symbol || found.word;
}

function lookUp(path: string): { word: string; symbol: string } | null {
  const field = parsePath(path);
  const name = field && (fieldText(field) ?? NAMES[`${field.group}.${field.name}`]);
  if (!name) return null;
  return { word: name.word, symbol: name.symbol + indexOf(field) };
}

/** The first entry is the only one of most runs, and goes without an index. */
function indexOf({ index }: FieldPath): string {
  return index === null || index === 0 ? '' : subscript(index);
}
