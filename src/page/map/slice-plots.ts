import { linesAcross, ticksBelow } from '../shared/axis';
import type { Area } from '../shared/curve';
import { html, setText } from '../shared/dom';
import { number, percent } from '../shared/format';
import { capital } from '../shared/names';
import { sideLetter } from '../shared/side-letter';
import { drawn, svg } from '../shared/svg';
import { cellAxis } from './cell-axis';
import { fieldTitle } from './field-names';
import { isLimit, type MapData } from './map-data';
import { responseCells } from './response-cells';
import { responseName } from './response-words';
import { sideName } from './side-names';
import { slicePieces } from './slice-pieces';
import { type SliceScale, sliceScale } from './slice-scale';
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
  private drawn: { data: MapData; cursor: number; response: number | null } | null = null;

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
      this.redraw();
    }).observe(host);
  }

  /** @param response  Place of the response that it shows; null where it shows the share. */
  draw(data: MapData, cursor: number, response: number | null): void {
    this.drawn = { data, cursor, response };
    const scale = sliceScale(data, response);
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
    const y = (place: number) => area.top + (1 - place) * area.height;
    this.picture.replaceChildren(...frame(slice, scale, area));
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
      const last = this.drawSide(data, slice, side, scale, x, y);
      if (last !== null) ends.push({ side, at: last });
    }
    this.drawLabels(ends, area);
    this.picture.setAttribute(
      'aria-label',
      sentenceOf(data, cursor, response, this.title.textContent ?? ''),
    );
  }

  private turn(direction: Direction): void {
    this.direction = direction;
    for (const [name, button] of Object.entries(this.buttons))
      button.setAttribute('aria-pressed', String(name === direction));
    this.redraw();
  }

  private redraw(): void {
    if (this.drawn) this.draw(this.drawn.data, this.drawn.cursor, this.drawn.response);
  }

  /** @returns Height of the last value that is drawn, null where there is none. */
  private drawSide(
    data: MapData,
    { cells }: Slice,
    side: number,
    scale: SliceScale,
    x: (k: number) => number,
    y: (place: number) => number,
  ): number | null {
    const { response } = scale;
    const pieces = slicePieces(data, cells, side, response);
    const letter = `side-${sideLetter(side)}`;
    // An interval without an end goes on beyond the picture.
    const height = (value: number | null, open: 0 | 1) =>
      y(value === null ? open : scale.place(value));
    const place = (at: number, value: number | null, open: 0 | 1 = 0) =>
      `${at.toFixed(1)},${height(value, open).toFixed(1)}`;
    for (const piece of pieces) {
      const [{ k, ...alone }] = piece;
      const points =
        piece.length > 1
          ? piece.map((point) => ({ ...point, at: x(point.k) }))
          : [-ALONE, ALONE].map((by) => ({ ...alone, at: x(k) + by }));
      const band = [
        ...points.map(({ at, high }) => place(at, high, 1)),
        ...points.map(({ at, low }) => place(at, low)).reverse(),
      ];
      this.picture.append(
        svg('polygon', { class: `map-band ${letter}`, points: band.join(' ') }),
        svg('polyline', {
          class: `map-line ${letter}`,
          points: points.map(({ at, value }) => place(at, value)).join(' '),
          'stroke-dasharray': piece.length > 1 ? DASHES[side] : '',
        }),
      );
    }
    const circles = cells.flatMap((cell, k) => {
      const exact = data.exact[side][cell];
      return Number.isNaN(exact) || response !== null ? [] : [circle(x(k), y(exact))];
    });
    if (circles.length > 0)
      this.picture.append(svg('path', { class: `map-exact ${letter}`, d: circles.join('') }));
    const last = pieces.at(-1)?.at(-1);
    return last ? height(last.value, 0) : null;
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

function frame({ axis }: Slice, { ticks }: SliceScale, area: Area): SVGElement[] {
  const bottom = area.top + area.height;
  return [
    ...drawn([
      ...linesAcross(ticks, area),
      ...ticksBelow(cellAxis(axis).ticks(area.width, false), area, 18),
    ]),
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
  ];
}

function circle(x: number, y: number): string {
  return `M${(x - CIRCLE).toFixed(1)},${y.toFixed(1)}a${CIRCLE},${CIRCLE} 0 1 0 ${2 * CIRCLE},0a${CIRCLE},${CIRCLE} 0 1 0 ${-2 * CIRCLE},0`;
}

function sentenceOf(data: MapData, cursor: number, response: number | null, title: string): string {
  const n = data.tallies.particles[cursor];
  const values = data.sides.flatMap((_, side) => {
    const name = sideName(data.sides, side);
    if (data.tallies.failure(cursor, side) !== undefined) return [`${name} failed`];
    if (n === 0) return [];
    if (response !== null) return [`${name} ${responseCells(data, cursor, side, response)[0]}`];
    return [`${name} ${percent(data.tallies.escaped[side][cursor] / n)}`];
  });
  const what =
    response === null ? 'Share that escaped' : capital(responseName(data.responses[response]));
  return `${what} along ${title}; under the cursor ${values.join(', ') || 'nothing is counted yet'}.`;
}
