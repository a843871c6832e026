import type { EngineIdentity } from '../../engine/engine';
import { save } from '../shared/save';
import type { MapData } from './map-data';
import { mapPng, mapSvg, pictureColors } from './map-picture';
import type { Scales } from './map-scales';
import { hatchOf, type PanelLook, Panels, titleOf } from './panels';

/** Pixels of a PNG for one of its layout. */
const RATIO = 2;

export interface PictureOf {
  data: MapData;
  look: PanelLook;
  scales: Scales;
  link: string;
  takeaway: string;
  engine: EngineIdentity;
}

/** Saves the panels as they are shown; the link to the map is in the file. */
export async function savePicture(
  format: 'svg' | 'png',
  { data, look, scales, link, takeaway, engine }: PictureOf,
): Promise<void> {
  const panels = Panels.layersOf(data, look).map((layer) => ({
    layer,
    title: titleOf(data, layer),
    hatch: hatchOf(data, layer, look),
  }));
  const other = data.sides.length === 2 ? 'B' : 'the other';
  const options = {
    data,
    panels,
    curves: look.curves,
    scales,
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
