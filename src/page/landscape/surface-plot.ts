import { contextOf, cssColor, html } from '../shared/dom';
import { evenTicks, niceStep } from '../shared/scales';
import { BOX_HEIGHT, type Camera, type Projection, projectionOf, turned, zoomed } from './camera';
import type { Window } from './contour-lines';
import { type CountScale, countScale, rampPlace } from './count-scale';
import { MESH_CELLS, type Mesh, meshCounts, meshOf, shading } from './mesh';
import { cssOf, DENSITY_STOPS, mix, RELIEF_STOPS, type Rgb, rampOfTheme } from './ramps';
import { descended, type Scene } from './scene';
import { isHidden, type PathPiece, pathPieces } from './surface-paths';

export type Coloring = 'density' | 'height';

/** What a press of an arrow key or button turns by, in degrees, and zooms by. */
const TURN = 10;
const ZOOM = 1.2;
/** Pixels of a drag that turn by one degree. */
const PIXELS_PER_DEGREE = 2.2;

/** From where a surface is seen best. */
const HOME: Camera = { azimuth: 300, elevation: 35, zoom: 1 };
const HOMES: Partial<Record<string, Camera>> = {
  'double-well': { azimuth: 30, elevation: 52, zoom: 1 },
};

/**
 * The surface in three dimensions, with density and sample paths on it; turned by drag, buttons and
 * arrow keys.
 */
export class SurfacePlot {
  coloring: Coloring = 'density';
  /** The surface at rest in place of the averaged one. */
  atRest = false;
  private readonly canvas = html('canvas', { class: 'orbit' });
  private readonly context = contextOf(this.canvas);
  private camera: Camera | null = null;
  private home: Camera = HOME;
  private mesh: { key: unknown; mesh: Mesh; shades: Float64Array } | null = null;
  private scale: CountScale | undefined;

  /** @param onTurn  Told when the picture has to be drawn anew. */
  constructor(
    private readonly element: HTMLElement,
    private readonly onTurn: () => void,
  ) {
    this.wire();
  }

  show(): void {
    this.element.replaceChildren(this.canvas);
    this.layout();
  }

  layout(): void {
    const { width, height } = this.element.getBoundingClientRect();
    const ratio = window.devicePixelRatio || 1;
    this.canvas.width = Math.max(1, Math.round(width * ratio));
    this.canvas.height = Math.max(1, Math.round(height * ratio));
  }

  /** Another loss is looked at from where it is seen best. */
  lookAnew(kind: string): void {
    this.home = HOMES[kind] ?? HOME;
    this.camera = null;
  }

  turn(azimuth: number, elevation: number): void {
    this.camera = turned(this.camera ?? this.home, azimuth, elevation);
    this.onTurn();
  }

  zoom(factor: number): void {
    this.camera = zoomed(this.camera ?? this.home, factor);
    this.onTurn();
  }

  reset(): void {
    this.camera = null;
    this.onTurn();
  }

  private wire(): void {
    const { canvas } = this;
    let last: { x: number; y: number } | null = null;
    canvas.addEventListener('pointerdown', (event) => {
      last = { x: event.clientX, y: event.clientY };
      canvas.setPointerCapture(event.pointerId);
    });
    canvas.addEventListener('pointermove', (event) => {
      if (!last) return;
      this.turn(
        -(event.clientX - last.x) / PIXELS_PER_DEGREE,
        (event.clientY - last.y) / PIXELS_PER_DEGREE,
      );
      last = { x: event.clientX, y: event.clientY };
    });
    for (const end of ['pointerup', 'pointercancel'] as const)
      canvas.addEventListener(end, () => {
        last = null;
      });
    canvas.addEventListener(
      'wheel',
      (event) => {
        // Without Ctrl the wheel scrolls the page.
        if (!event.ctrlKey) return;
        event.preventDefault();
        this.zoom(event.deltaY < 0 ? ZOOM : 1 / ZOOM);
      },
      { passive: false },
    );
    this.element.addEventListener('keydown', (event) => {
      if (!this.canvas.isConnected || event.ctrlKey || event.metaKey || event.altKey) return;
      if (!this.press(event.key)) return;
      event.preventDefault();
      event.stopPropagation();
    });
  }

  /** A key or a button by the name of its key. @returns Whether it means something here. */
  press(key: string): boolean {
    if (key === 'ArrowLeft') this.turn(-TURN, 0);
    else if (key === 'ArrowRight') this.turn(TURN, 0);
    else if (key === 'ArrowUp') this.turn(0, TURN);
    else if (key === 'ArrowDown') this.turn(0, -TURN);
    else if (key === '+' || key === '=') this.zoom(ZOOM);
    else if (key === '-') this.zoom(1 / ZOOM);
    else if (key === '0' || key === 'Home') this.reset();
    else return false;
    return true;
  }

  draw(scene: Scene): void {
    const { context, canvas } = this;
    const ratio = window.devicePixelRatio || 1;
    const [width, height] = [canvas.width / ratio, canvas.height / ratio];
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    const projection = projectionOf(this.camera ?? this.home, width, height);
    const { mesh, shades } = this.meshFor(scene);
    this.drawWalls(projection, mesh, scene);
    const pieces = pathPieces(scene, mesh);
    this.drawCells(projection, mesh, this.colorsFor(scene, mesh, shades), pieces);
    this.drawEnds(pieces, projection, mesh);
    this.drawNames(projection, mesh, scene);
  }

  private meshFor({ surface }: Scene) {
    const shown = this.atRest ? surface.atRest : descended(surface);
    if (this.mesh?.key !== shown) {
      const mesh = meshOf(shown, surface.window);
      this.mesh = { key: shown, mesh, shades: shading(mesh) };
    }
    return this.mesh!;
  }

  /** The scale of the counts in cells of the mesh: they are larger than those of the map. */
  private colorsFor({ plane, scale }: Scene, { heights }: Mesh, shades: Float64Array): string[] {
    const side = MESH_CELLS + 1;
    const counts =
      plane && this.coloring === 'density'
        ? meshCounts(plane.counts, plane.window.bins).map((count) => plane.each * count)
        : null;
    if (counts)
      this.scale = countScale(
        scale.kind,
        counts.reduce((one, other) => Math.max(one, other), 0),
        this.scale,
      );
    const relief =
      this.coloring === 'height'
        ? rampOfTheme('density', DENSITY_STOPS)
        : rampOfTheme('relief', RELIEF_STOPS);
    const density = rampOfTheme('density', DENSITY_STOPS);
    return Array.from({ length: MESH_CELLS * MESH_CELLS }, (_, cell) => {
      const row = Math.floor(cell / MESH_CELLS);
      const knot = row * side + (cell % MESH_CELLS);
      const height =
        (heights[knot] + heights[knot + 1] + heights[knot + side] + heights[knot + side + 1]) / 4;
      const ground = relief(height / BOX_HEIGHT);
      const count = counts?.[cell] ?? 0;
      const color: Rgb =
        count > 0 ? mix(ground, density(rampPlace(this.scale!, count)), 0.92) : ground;
      const shade = shades[cell];
      return cssOf([color[0] * shade, color[1] * shade, color[2] * shade]);
    });
  }

  get countScale(): CountScale | undefined {
    return this.scale;
  }

  /** From the farthest cell to the nearest; each with the pieces of paths that lie on it. */
  private drawCells(
    projection: Projection,
    { heights }: Mesh,
    colors: string[],
    pieces: Map<number, PathPiece[]>,
  ): void {
    const { context } = this;
    const side = MESH_CELLS + 1;
    const along = (knot: number) => (2 * knot) / MESH_CELLS - 1;
    const screenX = new Float64Array(side * side);
    const screenY = new Float64Array(side * side);
    for (let row = 0; row < side; row++)
      for (let column = 0; column < side; column++) {
        const knot = row * side + column;
        screenX[knot] = projection.x(along(column), along(row));
        screenY[knot] = projection.y(along(column), along(row), heights[knot]);
      }
    const [towardsX, towardsY] = projection.towardsEye;
    const order = (towards: 1 | -1) =>
      Array.from({ length: MESH_CELLS }, (_, i) => (towards > 0 ? i : MESH_CELLS - 1 - i));
    const net = cssColor('--net');
    context.lineJoin = 'round';
    for (const row of order(towardsY))
      for (const column of order(towardsX)) {
        const knot = row * side + column;
        context.beginPath();
        context.moveTo(screenX[knot], screenY[knot]);
        context.lineTo(screenX[knot + 1], screenY[knot + 1]);
        context.lineTo(screenX[knot + side + 1], screenY[knot + side + 1]);
        context.lineTo(screenX[knot + side], screenY[knot + side]);
        context.closePath();
        const cell = row * MESH_CELLS + column;
        context.fillStyle = colors[cell];
        // The same colour around it closes the seams; the net lies over it.
        context.strokeStyle = colors[cell];
        context.lineWidth = 0.8;
        context.fill();
        context.stroke();
        context.strokeStyle = net;
        context.lineWidth = 0.5;
        context.stroke();
        const onIt = pieces.get(cell);
        if (onIt) this.drawPieces(onIt, projection);
      }
  }

  private drawPieces(pieces: PathPiece[], projection: Projection): void {
    const { context } = this;
    context.strokeStyle = cssColor('--trail');
    context.lineWidth = 1.2;
    context.globalAlpha = 0.7;
    context.beginPath();
    for (const { from, to } of pieces) {
      context.moveTo(projection.x(from[0], from[1]), projection.y(from[0], from[1], from[2]));
      context.lineTo(projection.x(to[0], to[1]), projection.y(to[0], to[1], to[2]));
    }
    context.stroke();
    context.globalAlpha = 1;
  }

  /** Where the paths are now, over all cells: a place behind a hill is left out. */
  private drawEnds(pieces: Map<number, PathPiece[]>, projection: Projection, mesh: Mesh): void {
    const { context } = this;
    context.fillStyle = cssColor('--trail');
    context.strokeStyle = cssColor('--paper');
    context.lineWidth = 1;
    for (const onCell of pieces.values())
      for (const { to, end } of onCell) {
        if (!end || isHidden(to, projection.toEye, mesh)) continue;
        context.beginPath();
        context.arc(projection.x(to[0], to[1]), projection.y(...to), 3.4, 0, 2 * Math.PI);
        context.fill();
        context.stroke();
      }
  }

  /** The two walls behind, with lines of equal height. */
  private drawWalls(projection: Projection, mesh: Mesh, { surface: { window } }: Scene): void {
    const { context } = this;
    const [nearX, nearY] = projection.towardsEye;
    const line = (
      from: readonly [number, number, number],
      to: readonly [number, number, number],
    ) => {
      context.moveTo(projection.x(from[0], from[1]), projection.y(...from));
      context.lineTo(projection.x(to[0], to[1]), projection.y(...to));
    };
    context.strokeStyle = cssColor('--line');
    context.lineWidth = 1;
    context.beginPath();
    for (const { w } of heightMarks(mesh)) {
      line([-nearX, -1, w], [-nearX, 1, w]);
      line([-1, -nearY, w], [1, -nearY, w]);
    }
    for (const { at } of marks(window.x)) line([at, -nearY, 0], [at, -nearY, BOX_HEIGHT]);
    for (const { at } of marks(window.y)) line([-nearX, at, 0], [-nearX, at, BOX_HEIGHT]);
    line([-nearX, -nearY, 0], [-nearX, -nearY, BOX_HEIGHT]);
    context.stroke();
    context.strokeStyle = cssColor('--field-line');
    context.beginPath();
    line([-1, nearY, 0], [1, nearY, 0]);
    line([nearX, -1, 0], [nearX, 1, 0]);
    context.stroke();
  }

  private drawNames(
    projection: Projection,
    mesh: Mesh,
    { surface: { window }, names }: Scene,
  ): void {
    const { context } = this;
    const [nearX, nearY] = projection.towardsEye;
    const font = getComputedStyle(this.element).fontFamily;
    context.font = `12.5px ${font}`;
    context.fillStyle = cssColor('--soft');
    context.textBaseline = 'middle';
    context.textAlign = 'center';
    const write = (text: string, u: number, v: number, away: number) =>
      context.fillText(text, projection.x(u * 1, v * 1), projection.y(u, v, 0) + away);
    const out = 1.13;
    for (const { at, label } of marks(window.x)) write(label, at, nearY * out, 0);
    for (const { at, label } of marks(window.y)) write(label, nearX * out, at, 0);
    // The vertical axis stands where the picture ends on the left.
    const leftmost = projection.x(nearX, -nearY) < projection.x(-nearX, nearY);
    const [u, v] = leftmost ? [nearX, -nearY] : [-nearX, nearY];
    context.textAlign = 'right';
    for (const { w, label } of heightMarks(mesh))
      context.fillText(label, projection.x(u, v) - 8, projection.y(u, v, w));
    context.font = `600 14px ${font}`;
    context.fillStyle = cssColor('--ink');
    context.textAlign = 'center';
    write(names[0], 0, nearY * 1.3, 0);
    write(names[1], nearX * 1.3, 0, 0);
  }
}

/** Round values along an axis, and where they lie in the box. */
function marks([low, high]: Window['x']): { at: number; label: string }[] {
  return evenTicks(low, high, niceStep((high - low) / 5)).map(({ at, label }) => ({
    at: 2 * at - 1,
    label,
  }));
}

function heightMarks({ low, high }: Mesh): { w: number; label: string }[] {
  if (!(high > low)) return [];
  return marks([low, high]).map(({ at, label }) => ({ w: ((at + 1) / 2) * BOX_HEIGHT, label }));
}
