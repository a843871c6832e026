import { html, setText } from '../shared/dom';
import { number, percent } from '../shared/format';
import { svg } from '../shared/svg';
import { cellAxis } from './cell-axis';
import { fieldTitle } from './field-names';
import { isLimit, type MapData } from './map-data';
import { sideLetter, sideName } from './side-names';
import { slicePieces } from './slice-pieces';
import { zeroPlaces } from './zero-places';

type Direction = 'across' | 'up';

const HEIGHT = 240;
const ROOM = { left: 52, right: 26, top: 10, bottom: 40 };
/** Dashes of the sides' lines, beside their colours. */
const DASHES = ['', '7 3', '2 3', '9 3 2 3', '4 4', '12 3'];
/** Room between two labels at the ends of lines. */
const LABEL = 14;
/** Half the width of what is drawn of a cell that stands alone, in pixels. */
const ALONE = 4;
/** Radius of the circles of exact probabilities. */
const CIRCLE = 3;

/** One row or column of the map through the cursor, every side as a line with its 95 % band. */
export class Slices {
  private readonly picture = svg('svg', { class: 'map-slice' });
  private readonly title = html('p', { class: 'map-detail-title' });
  private readonly buttons: Record<Direction, HTMLButtonElement>;
  private direction: Direction = 'across';
  private drawn: { data: MapData; cursor: number } | null = null;

  constructor(private readonly host: HTMLElement) {
    const button = (direction: Direction, text: string) => {
      const made = html(
        'button',
        { type: 'button', class: 'quiet', 'aria-pressed': 'false' },
        text,
      );
      made.addEventListener('click', () => this.turn(direction));
      return made;
    };
    this.buttons = { across: button('across', 'Across'), up: button('up', 'Up') };
    this.picture.setAttribute('role', 'img');
    host.append(
      html(
        'div',
        { class: 'map-detail-head' },
        this.title,
        html(
          'div',
          { role: 'group', 'aria-label': 'Direction of the slice' },
          ...Object.values(this.buttons),
        ),
      ),
      this.picture,
    );
    this.turn('across');
    new ResizeObserver(() => {
      if (this.drawn) this.draw(this.drawn.data, this.drawn.cursor);
    }).observe(host);
  }

  draw(data: MapData, cursor: number): void {
    this.drawn = { data, cursor };
    const width = Math.max(240, this.host.clientWidth);
    const area = {
      left: ROOM.left,
      top: ROOM.top,
      width: width - ROOM.left - ROOM.right,
      height: HEIGHT - ROOM.top - ROOM.bottom,
    };
    this.picture.setAttribute('viewBox', `0 0 ${width} ${HEIGHT}`);
    this.picture.setAttribute('width', String(width));
    this.picture.setAttribute('height', String(HEIGHT));
    const slice = sliceOf(data, cursor, this.direction);
    setText(
      this.title,
      `${fieldTitle(slice.axis.path)} at ${fieldTitle(slice.other.path)} ${number(slice.otherValue, 4)}`,
    );
    const x = (k: number) => area.left + ((k + 0.5) / slice.cells.length) * area.width;
    const y = (share: number) => area.top + (1 - share) * area.height;
    this.picture.replaceChildren(...frame(slice, area, y));
    this.drawThresholds(data, slice, area, x);
    this.picture.append(
      svg('line', {
        class: 'map-slice-cursor',
        x1: x(slice.at),
        x2: x(slice.at),
        y1: area.top,
        y2: area.top + area.height,
      }),
    );
    const ends: { side: number; at: number }[] = [];
    for (let side = 0; side < data.sides.length; side++) {
      const last = this.drawSide(data, slice, side, x, y);
      if (last !== null) ends.push({ side, at: y(last) });
    }
    this.drawLabels(ends, area);
    this.picture.setAttribute('aria-label', sentenceOf(data, cursor, this.title.textContent ?? ''));
  }

  private turn(direction: Direction): void {
    this.direction = direction;
    for (const [name, button] of Object.entries(this.buttons))
      button.setAttribute('aria-pressed', String(name === direction));
    if (this.drawn) this.draw(this.drawn.data, this.drawn.cursor);
  }

  /** @returns The last share that is drawn, null where there is none. */
  private drawSide(
    data: MapData,
    { cells }: Slice,
    side: number,
    x: (k: number) => number,
    y: (share: number) => number,
  ): number | null {
    const pieces = slicePieces(data, cells, side);
    const letter = `side-${sideLetter(side)}`;
    const place = (at: number, share: number) => `${at.toFixed(1)},${y(share).toFixed(1)}`;
    for (const piece of pieces) {
      const [{ k, ...alone }] = piece;
      const points =
        piece.length > 1
          ? piece.map((point) => ({ ...point, at: x(point.k) }))
          : [-ALONE, ALONE].map((by) => ({ ...alone, at: x(k) + by }));
      const band = [
        ...points.map(({ at, high }) => place(at, high)),
        ...points.map(({ at, low }) => place(at, low)).reverse(),
      ];
      this.picture.append(
        svg('polygon', { class: `map-band ${letter}`, points: band.join(' ') }),
        svg('polyline', {
          class: `map-line ${letter}`,
          points: points.map(({ at, share }) => place(at, share)).join(' '),
          'stroke-dasharray': piece.length > 1 ? DASHES[side] : '',
        }),
      );
    }
    const circles = cells.flatMap((cell, k) => {
      const exact = data.exact[side][cell];
      return Number.isNaN(exact) ? [] : [circle(x(k), y(exact))];
    });
    if (circles.length > 0)
      this.picture.append(svg('path', { class: `map-exact ${letter}`, d: circles.join('') }));
    return pieces.at(-1)?.at(-1)?.share ?? null;
  }

  /** Where the growth rates change their sign along the slice. */
  private drawThresholds(
    data: MapData,
    { cells }: Slice,
    area: { top: number; height: number },
    x: (k: number) => number,
  ): void {
    for (const [side, growth] of data.growth.entries()) {
      if (!growth) continue;
      for (const [name, values] of [
        ['steps', growth.lyapunovExponent],
        ['sde', growth.sdeGrowthRate],
      ] as const)
        for (const at of zeroPlaces(cells.map((cell) => values[cell]))) {
          const beside = [cells[Math.floor(at)], cells[Math.ceil(at)]];
          const look =
            name === 'steps' && beside.some((cell) => isLimit(growth, cell)) ? 'limit' : name;
          if (name === 'steps' || side === 0)
            this.picture.append(
              svg('line', {
                class: `map-zero ${look} side-${sideLetter(side)}`,
                x1: x(at),
                x2: x(at),
                y1: area.top,
                y2: area.top + area.height,
              }),
            );
        }
    }
  }

  /** Letters at the ends of the lines, moved apart where they would touch. */
  private drawLabels(
    ends: { side: number; at: number }[],
    area: { left: number; top: number; width: number; height: number },
  ): void {
    let free = area.top + 4;
    const sorted = [...ends].sort((p, q) => p.at - q.at);
    for (const [k, { side, at }] of sorted.entries()) {
      const lowest = area.top + area.height - LABEL * (sorted.length - 1 - k);
      const place = Math.min(lowest, Math.max(at, free));
      this.picture.append(
        svg(
          'text',
          {
            class: `map-slice-name side-${sideLetter(side)}`,
            x: area.left + area.width + 6,
            y: place + 4,
          },
          sideLetter(side),
        ),
      );
      free = place + LABEL;
    }
  }
}

interface Slice {
  /** Cells in the order of the axis. */
  cells: number[];
  /** Place of the cursor among them. */
  at: number;
  axis: MapData['sweep']['x'];
  other: MapData['sweep']['x'];
  otherValue: number;
}

function sliceOf(
  { sweep, columns, rows, x, y }: MapData,
  cursor: number,
  direction: Direction,
): Slice {
  const i = cursor % columns;
  const j = Math.floor(cursor / columns);
  if (direction === 'across')
    return {
      cells: Array.from({ length: columns }, (_, k) => j * columns + k),
      at: i,
      axis: sweep.x,
      other: sweep.y,
      otherValue: y[j],
    };
  return {
    cells: Array.from({ length: rows }, (_, k) => k * columns + i),
    at: j,
    axis: sweep.y,
    other: sweep.x,
    otherValue: x[i],
  };
}

function frame(
  { axis }: Slice,
  area: { left: number; top: number; width: number; height: number },
  y: (share: number) => number,
): SVGElement[] {
  const bottom = area.top + area.height;
  const marks: SVGElement[] = [];
  for (const share of [0, 0.25, 0.5, 0.75, 1])
    marks.push(
      svg('line', {
        class: 'map-grid',
        x1: area.left,
        x2: area.left + area.width,
        y1: y(share),
        y2: y(share),
      }),
      svg('text', { x: area.left - 7, y: y(share) + 4, 'text-anchor': 'end' }, percent(share, 0)),
    );
  for (const { at, label } of cellAxis(axis).ticks(area.width, false)) {
    const place = area.left + at * area.width;
    marks.push(
      svg('line', {
        class: 'map-tick',
        x1: place,
        x2: place,
        y1: bottom,
        y2: bottom + (label ? 6 : 3),
      }),
    );
    if (label)
      marks.push(svg('text', { x: place, y: bottom + 18, 'text-anchor': 'middle' }, label));
  }
  marks.push(
    svg(
      'text',
      {
        class: 'map-axis-name',
        x: area.left + area.width / 2,
        y: bottom + 35,
        'text-anchor': 'middle',
      },
      fieldTitle(axis.path),
    ),
  );
  return marks;
}

function circle(x: number, y: number): string {
  return `M${(x - CIRCLE).toFixed(1)},${y.toFixed(1)}a${CIRCLE},${CIRCLE} 0 1 0 ${2 * CIRCLE},0a${CIRCLE},${CIRCLE} 0 1 0 ${-2 * CIRCLE},0`;
}

function sentenceOf(data: MapData, cursor: number, title: string): string {
  const n = data.tallies.particles[cursor];
  const shares = data.sides.flatMap((_, side) => {
    const name = sideName(data.sides, side);
    if (data.tallies.failure(cursor, side) !== undefined) return [`${name} failed`];
    return n === 0 ? [] : [`${name} ${percent(data.tallies.escaped[side][cursor] / n)}`];
  });
  return `Share that escaped along ${title}; under the cursor ${shares.join(', ') || 'nothing is counted yet'}.`;
}
