import type { Sweep } from '../../spec/sweep';
import { load } from '../shared/boot';
import { onDroppedFile } from '../shared/dropped-file';
import type { Notices } from '../shared/notices';

interface MapDropsOptions {
  /** Opens a saved map. */
  load: (file: File) => void;
  /** Offers a changed map; returns a sentence when it is refused. */
  offer: (change: (draft: Sweep) => void) => string | null;
  /** The open map. */
  sweep: () => Sweep;
  /** Fragment of the link that was opened last. */
  link: () => string;
  notices: Notices;
}

/**
 * Files that are dropped on the Map page: a saved map is opened; pairs of samples become the noise
 * of the map, or let the link be opened that was refused for want of them.
 */
export function followDrops(options: MapDropsOptions): void {
  const { offer, sweep, link, notices } = options;
  onDroppedFile(async (file) => {
    if (await holdsObject(file)) return options.load(file);
    const part = await load(() => import('../shared/samples-of-file'));
    if (!part) return;
    const { samples, said } = await part.samplesOfFile(file);
    if (!samples) return notices.show('refused', said);
    const { data } = samples;
    const { noise } = sweep().base;
    if (!part.isOfSamples(noise, data) && link().includes(`data=${data}`)) {
      location.hash = link();
      return notices.show('samples', said);
    }
    const refusal = offer((draft) => {
      Object.assign(draft.base, { noise: part.noiseOfSamples(noise, data) });
    });
    notices.show(refusal ? 'refused' : 'samples', refusal ?? said);
  });
}

/** Whether a file holds an object of JSON, as saved maps do; pairs in JSON are a list. */
async function holdsObject(file: File): Promise<boolean> {
  return /^\s*\{/.test(await file.slice(0, 100).text());
}
