import { MAP_FORMATS, type MapFormat } from '../experiment/sweep/map-files';
import { type Destination, destinationOf } from './output/destination';

/** Where the map of a sweep or of merge goes. */
export function mapDestination(
  out: string | undefined,
  command: string,
  inputs: readonly string[],
): Destination<MapFormat> {
  return destinationOf(out, { command, formats: MAP_FORMATS, inputs });
}
