import { byId, html } from '../shared/dom';
import { number, percent, whole } from '../shared/format';
import { sideLetter } from '../shared/side-letter';
import type { MapData } from './map-data';
import { sideName } from './side-names';
import { against } from './takeaway';

/** Fewer sides are compared in a sentence. */
const FEWEST_IN_TABLE = 3;

/** Three sides and more against A: in how many cells each escapes more or less often. */
export class SidesTable {
  private readonly host = byId('sides-table');

  /**
   * @param response  Place of the response that colours the map, which has a sentence of its own.
   * @returns Whether the sides are compared here, and in no sentence.
   */
  draw(data: MapData, response: number | null): boolean {
    const { sides } = data;
    this.host.hidden = response !== null || sides.length < FEWEST_IN_TABLE;
    if (this.host.hidden) return false;
    const rows = sides.map((spec, side) => {
      return html(
        'tr',
        {},
        html('th', { scope: 'row' }, sideLetter(side)),
        html('td', {}, sideName(sides, side)),
        html('td', {}, whole(spec.time.steps)),
        ...againstA(data, side),
      );
    });
    const heads = ['Side', 'Method', 'Steps', 'More often', 'Less often', 'Largest difference'];
    this.host.replaceChildren(
      html(
        'caption',
        { class: 'visually-hidden' },
        'Cells in which a side escapes more or less often than side A',
      ),
      html('thead', {}, html('tr', {}, ...heads.map((head) => html('th', { scope: 'col' }, head)))),
      html('tbody', {}, ...rows),
    );
    return true;
  }
}

/** The three columns that hold a side against A. */
function againstA(data: MapData, side: number): HTMLElement[] {
  if (side === 0) return [html('td', { colspan: '3' }, 'what the others are held against')];
  const found = against(data, side);
  if (!found) return [html('td', { colspan: '3' }, 'not counted yet')];
  const texts = [
    percent(found.more, 0),
    percent(found.less, 0),
    `${number(100 * found.largest, 2)} points`,
  ];
  return texts.map((text) => html('td', {}, text));
}
