import { mapToCsv } from './map-csv';
import { mapToNpz } from './map-npz';
import { type MapResult, mapJsonPieces } from './map-result';

export const MAP_FORMATS = ['json', 'csv', 'npz'] as const;
export type MapFormat = (typeof MAP_FORMATS)[number];

/** A map as a file of a format: pieces of text, or bytes. */
export function mapContent(
  map: MapResult,
  format: MapFormat,
): Iterable<string> | Uint8Array<ArrayBuffer> {
  if (format === 'npz') return mapToNpz(map);
  return format === 'csv' ? mapToCsv(map) : mapJsonPieces(map);
}

/**
 * Name for an exported file that says what is in it, such as
 * `saddlescape-map-sigma-a0-sgd-svrg-3f9a2c.csv`.
 */
export function mapName({ sweep, digest }: MapResult, format: MapFormat): string {
  const word = (path: string) => path.replace(/^\w+\./, '').replace(/[[\]]/g, '');
  const parts = [
    'saddlescape',
    'map',
    word(sweep.x.path),
    word(sweep.y.path),
    ...(digest ? [digest.slice(0, 6)] : []),
  ];
  return `${parts.join('-').replace(/[^\w.-]/g, '')}.${format}`;
}
