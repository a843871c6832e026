import { html, setText } from '../shared/dom';
import { number, percent, whole } from '../shared/format';
import { placeName } from './contour-plot';
import { type CountScale, countMarks, rampPlace } from './count-scale';
import { PATHS } from './plane-sample';
import type { Shares } from './shares';
import { PATHS_SHOWN } from './surface-paths';
import type { Coloring } from './surface-plot';
import { kindName } from './surface-words';

export type LandscapeView = 'map' | 'surface';

interface SidePanelOptions {
  onColoring: (coloring: Coloring) => void;
  onGround: (atRest: boolean) => void;
  /** A button that does what a key does. */
  onKey: (key: string) => void;
}

const TURNS: [key: string, shown: string, name: string][] = [
  ['ArrowLeft', '←', 'Turn left'],
  ['ArrowRight', '→', 'Turn right'],
  ['ArrowUp', '↑', 'Look from higher up'],
  ['ArrowDown', '↓', 'Look from lower down'],
  ['+', '+', 'Nearer'],
  ['-', '−', 'Farther'],
  ['Home', 'Reset', 'Reset the point of view'],
];

/**
 * Beside the picture: what its colours and lines mean, and the numbers as a table; and the buttons
 * that turn it.
 */
export class SidePanel {
  readonly element = html('div', { class: 'landscape-side' });
  private readonly bar = html('div', { class: 'count-bar' });
  private readonly marks = html('div', { class: 'count-marks' });
  private readonly barName = html('p', { class: 'count-name' });
  private readonly colors = html('div', { class: 'counts' }, this.barName, this.bar, this.marks);
  private readonly keys = html('ul', { class: 'map-keys' });
  private readonly caption = html('caption');
  private readonly body = html('tbody');
  /** Buttons over the picture of the surface. */
  readonly turns = html('div', { class: 'turns', role: 'group', 'aria-label': 'Point of view' });
  private readonly looks = html('div', { class: 'looks' });
  private readonly ground: HTMLElement;
  private shownMarks = '';
  private shownRows = '';

  constructor(options: SidePanelOptions) {
    for (const [key, shown, name] of TURNS) {
      const button = html('button', { type: 'button', 'aria-label': name, title: name }, shown);
      button.addEventListener('click', () => options.onKey(key));
      this.turns.append(button);
    }
    const coloring = this.choice(
      'Colours',
      'coloring',
      { density: 'density', height: 'height' },
      (value) => options.onColoring(value as Coloring),
    );
    this.ground = this.choice(
      'Surface',
      'ground',
      { averaged: 'averaged', 'at-rest': 'at rest' },
      (value) => options.onGround(value === 'at-rest'),
    );
    this.looks.append(coloring, this.ground);
    const table = html(
      'table',
      { class: 'shares' },
      this.caption,
      html(
        'thead',
        {},
        html(
          'tr',
          {},
          html('th', { scope: 'col' }, 'place'),
          html('th', { scope: 'col' }, 'particles'),
        ),
      ),
      this.body,
    );
    this.element.append(table, this.colors, this.keys, this.looks);
  }

  private choice(
    title: string,
    id: string,
    entries: Record<string, string>,
    onChoose: (value: string) => void,
  ): HTMLElement {
    const select = html('select', { id: `${id}-select` });
    for (const [value, name] of Object.entries(entries))
      select.append(html('option', { value }, name));
    select.addEventListener('change', () => onChoose(select.value));
    return html('label', {}, title, ' ', select);
  }

  showView(view: LandscapeView, averaged: boolean): void {
    const map = view === 'map';
    this.looks.hidden = map;
    this.turns.hidden = map;
    this.ground.hidden = !averaged;
    const entries = [
      ...(map ? [['contour', averaged ? 'averaged surface' : 'equal height']] : []),
      ...(map && averaged ? [['contour at-rest', 'surface at rest']] : []),
      ['trail', `${map ? PATHS : PATHS_SHOWN} of the particles`],
    ];
    this.keys.replaceChildren(
      ...entries.map(([line, text]) =>
        html('li', {}, html('span', { class: `key-line ${line}` }), text),
      ),
    );
  }

  /** What the colours mean; null where they are no counts. */
  showScale(scale: CountScale | null): void {
    this.colors.hidden = scale === null;
    if (!scale) return;
    const key = JSON.stringify(scale);
    if (key === this.shownMarks) return;
    this.shownMarks = key;
    setText(this.barName, `particles in a cell${scale.kind === 'log' ? ', logarithmic' : ''}`);
    this.marks.replaceChildren(
      ...countMarks(scale).map((count) => {
        const mark = html('span', {}, whole(count));
        mark.style.left = `${rampPlace(scale, count) * 100}%`;
        return mark;
      }),
    );
  }

  showShares({ near, radius, elsewhere, outside }: Shares): void {
    setText(this.caption, near.length > 0 ? `Particles within ${number(radius)} of` : 'Particles');
    const rows: [string, number][] = [
      ...near.map(({ point, share }): [string, number] => [
        `${kindName(point.kind)} ${placeName(point.x, point.y)}`,
        share,
      ]),
      [near.length > 0 ? 'elsewhere' : 'in the picture', elsewhere],
      ['outside of the picture', outside],
    ];
    const key = JSON.stringify(rows);
    if (key === this.shownRows) return;
    this.shownRows = key;
    this.body.replaceChildren(
      ...rows.map(([name, share]) =>
        html('tr', {}, html('th', { scope: 'row' }, name), html('td', {}, percent(share))),
      ),
    );
  }
}
