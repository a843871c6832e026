import { mapContent } from '../experiment/sweep/map-files';
import { mergeMaps, type NamedMap } from '../experiment/sweep/merge-maps';
import { readArguments } from './arguments';
import { EXIT, UsageError } from './exit';
import { nameOfInput, readJsonFile } from './input';
import { mapDestination } from './map-destination';
import { say } from './output/streams';
import { takeSamples } from './samples';

/** `saddlescape merge`: makes one map of its shards, or another kind of file of a whole map. */
export async function merge(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args, 'merge');
  if (positionals.length === 0)
    throw new UsageError(
      'merge needs the files of maps, such as part-*.json, or - for standard input.',
    );
  const destination = mapDestination(values.out, 'merge', positionals);
  takeSamples(values.samples);
  const maps: NamedMap[] = [];
  for (const path of positionals)
    maps.push({ name: nameOfInput(path), map: await readJsonFile(path, 'map') });
  const merged = await mergeMaps(maps, (sentence) => say(`${sentence}\n`));
  await destination.write(mapContent(merged, destination.format));
  return EXIT.done;
}
