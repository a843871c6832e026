import { mergeMaps, type NamedMap } from '../experiment/sweep/read-map';
import { readArguments } from './arguments';
import { EXIT, UsageError } from './exit';
import { readJsonFile } from './input';
import { writeMap } from './map-output';
import { checkOutput } from './output';
import { checkReplaceable, isReplaceable } from './replace-file';

/** `saddlescape merge`: makes one map of its shards, or another kind of file of a whole map. */
export async function merge(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args, 'merge', { out: { type: 'string' } });
  if (positionals.length === 0)
    throw new UsageError('merge needs the files of maps, such as part-*.json, or - for standard input.');
  const { out } = values;
  checkOutput(out);
  if (out !== undefined && isReplaceable(out)) checkReplaceable(out);
  const maps: NamedMap[] = [];
  for (const path of positionals) {
    const name = path === '-' ? 'standard input' : path;
    maps.push({ name, map: await readJsonFile(path, 'map') });
  }
  writeMap(await mergeMaps(maps), out);
  return EXIT.done;
}
