import { type MapFormat, mapContent } from '../experiment/sweep/map-files';
import { type MapResult, mapToJson } from '../experiment/sweep/map-result';
import { replaceFile } from './replace-file';

/** By the ending of --out; JSON where it is another or there is none. */
export function mapFormat(path: string | undefined): MapFormat {
  const ending = /\.(csv|npz)$/i.exec(path ?? '')?.[1].toLowerCase();
  return (ending as MapFormat | undefined) ?? 'json';
}

/** Writes a map to the file of --out, or as JSON to standard output where that is left out. */
export function writeMap(map: MapResult, path: string | undefined): void {
  if (path === undefined) process.stdout.write(mapToJson(map));
  else replaceFile(path, mapContent(map, mapFormat(path)));
}
