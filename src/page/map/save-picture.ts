import type { EngineIdentity } from '../../engine/engine';
import { save } from '../shared/save';
import type { MapData } from './map-data';
import { mapPng, mapSvg, pictureColors } from './map-picture';
import { hatchOf, type PanelLook, Panels, titleOf } from './panels';

/** Pixels of a PNG for one of its layout. */
const RATIO = 2;

export interface PictureOf {
  data: MapData;
  look: PanelLook;
  /** Of the scale of differences. */
  limit: number;
  link: string;
  takeaway: string;
  engine: EngineIdentity;
}

/** Saves the panels as they are shown; the link to the map is in the file. */
export async function savePicture(
  format: 'svg' | 'png',
  { data, look, limit, link, takeaway, engine }: PictureOf,
): Promise<void> {
  const panels = Panels.layersOf(data.sides.length, look.show).map((layer) => ({
    layer,
    title: titleOf(data, layer),
    hatch: hatchOf(data, layer, look.hatching),
  }));
  const other = data.sides.length === 2 ? 'B' : 'the other';
  const options = {
    data,
    panels,
    curves: look.curves,
    limit,
    other,
    engine,
    link,
    takeaway,
    colors: pictureColors(),
  };
  const name = `saddlescape-map.${format}`;
  if (format === 'svg') save(mapSvg(options), name, 'image/svg+xml');
  else save(await mapPng(options, RATIO), name, 'image/png');
}
