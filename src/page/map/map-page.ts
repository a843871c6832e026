import type { EngineIdentity } from '../../engine/engine';
import { messageOf } from '../../engine/open';
import type { Graphics } from '../../host/web/engines';
import type { WorkerClient } from '../../host/worker-client';
import { float32Limits } from '../../spec/float32-limits';
import { specToFragment } from '../../spec/permalink';
import { SpecError } from '../../spec/schema';
import { axisValues, type Sweep, type SweepAxis } from '../../spec/sweep';
import { SWEEP_PRESETS } from '../../spec/sweep-presets';
import { cellSpec, parseSweep } from '../../spec/sweep-schema';
import { VERSION } from '../../version';
import { connect, load, toldOf } from '../shared/boot';
import { copy } from '../shared/copy';
import { byId, html, setText } from '../shared/dom';
import type { JsonEditor } from '../shared/json-editor';
import { Keyboard } from '../shared/keyboard';
import { NO_GPU } from '../shared/no-gpu';
import { Notices } from '../shared/notices';
import { save } from '../shared/save';
import { engineSummary } from '../shared/summary';
import { Theme } from '../shared/theme';
import { AxisControls } from './axis-controls';
import { BaseControls } from './base-controls';
import { cellRun } from './cell-run';
import { CellViews } from './cell-views';
import { type AskedSweep, askedSweep, linkToSweep, showSweepInAddress } from './map-address';
import { MapData } from './map-data';
import type { CellRectangle } from './map-plot';
import type { CountsMessage, FromMapWorker, SweepState, ToMapWorker } from './map-protocol';
import { type Hatching, type PanelLook, Panels, type Shown } from './panels';
import { LONGEST_UNASKED_SECONDS, RunBlock } from './run-block';
import { SideControls } from './side-controls';
import { sideLetter, sideName } from './side-names';
import { takeawayOf } from './takeaway';
import type { FromTheoryWorker, ToTheoryWorker } from './theory-protocol';

/** Time of a frame that panels may be drawn in. */
const FRAME_MILLISECONDS = 16;
/** The words under the title are made anew at most this often. */
const SUMMARY_MILLISECONDS = 1000;

/** Puts the parts of the Map page together. Each part lives in a file of its own. */
export class MapPage {
  private readonly main = document.querySelector('main')!;
  private readonly notices = new Notices();
  private readonly client: WorkerClient<ToMapWorker, FromMapWorker>;
  private readonly theory: WorkerClient<ToTheoryWorker, FromTheoryWorker>;
  private readonly runBlock: RunBlock;
  private readonly panels: Panels;
  private readonly views: CellViews;
  private readonly axes: AxisControls[];
  private readonly sides: SideControls;
  private readonly base: BaseControls;
  private editor: JsonEditor<Sweep> | null = null;

  private sweep: Sweep;
  private data: MapData;
  /** Numbers the maps that were opened: answers of theory to an old one are void. */
  private map = 0;
  private state: SweepState = 'ready';
  private identity: EngineIdentity | null = null;
  private look: PanelLook = { curves: true, hatching: 'wide', show: 'shares' };
  private cursor: number | null = null;
  private drawing = false;
  private drawingViews = false;
  private summarised = 0;
  /** Whether the map that is being opened begins by itself. */
  private unasked = true;

  constructor() {
    new Theme(() => this.draw());
    const asked = askedSweep();
    this.sweep = asked.sweep ?? SWEEP_PRESETS[0].sweep;
    this.data = new MapData(this.sweep);
    const counting = this.counting();
    const failed = (sentence: string, report: string) =>
      counting.failed({ type: 'failed', sentence, report });
    this.client = connect(
      new Worker(new URL('./map-worker.ts', import.meta.url), { type: 'module' }),
      counting,
      'opened',
      failed,
    );
    this.theory = connect(
      new Worker(new URL('./theory-worker.ts', import.meta.url), { type: 'module' }),
      this.answers(),
      null,
      failed,
    );
    this.runBlock = new RunBlock({
      run: () => this.client.send({ type: 'run' }),
      pause: () => this.client.send({ type: 'pause' }),
      keep: () => this.client.send({ type: 'keep' }),
      discard: () => this.discard(),
      say: (sentence) => this.notices.say(sentence),
    });
    this.panels = new Panels({
      onCursor: (cell) => this.setCursor(cell),
      onOpen: (cell, side) => this.openInWatch(cell, side),
      onSelect: (rectangle) => this.zoom(rectangle),
    });
    this.views = new CellViews({
      linkOf: (cell, side) => this.watchLink(cell, side),
      onExact: (cell) => this.theory.send({ type: 'exact', map: this.map, cells: [cell] }),
      onExactMap: (on) =>
        this.theory.send(on ? { type: 'exact', map: this.map, cells: 'all' } : { type: 'stop' }),
      onDistribution: (cell, side) => this.client.send({ type: 'distribution', cell, side }),
      onCursor: (cell) => this.setCursor(cell),
    });
    const offer = (change: (draft: Sweep) => void) => this.offer(change);
    this.axes = [new AxisControls('x', offer), new AxisControls('y', offer)];
    this.sides = new SideControls(offer);
    this.base = new BaseControls(offer);
    this.wireTools();
    this.wireControls();
    this.wireKeyboard();
    this.tellOfLink(asked, `The map “${SWEEP_PRESETS[0].title}” is shown instead.`);
    setText(byId('adapter'), `Saddlescape ${VERSION}`);
    addEventListener('popstate', () => this.followAddress());
    this.client.send({ type: 'list' });
    this.open(this.sweep);
  }

  /** Shows another map. It begins by itself unless it is a long one. */
  private open(sweep: Sweep): void {
    this.sweep = sweep;
    this.unasked = true;
    showSweepInAddress(sweep);
    this.setState('opening');
    this.client.send({
      type: 'open',
      sweep,
      engine: byId<HTMLSelectElement>('engine-select').value as 'gpu' | 'cpu',
    });
    this.showControls();
  }

  /** Offers a changed sweep; returns a sentence when it is refused. */
  private offer(change: (draft: Sweep) => void): string | null {
    try {
      const draft = structuredClone(this.sweep);
      change(draft);
      this.open(parseSweep(draft));
      return null;
    } catch (error) {
      if (error instanceof SpecError) return error.message;
      throw error;
    }
  }

  private showControls(): void {
    const { sweep } = this;
    for (const axis of this.axes) axis.show(sweep);
    this.sides.show(sweep);
    this.base.show(sweep);
    this.editor?.show(sweep);
    const select = byId<HTMLSelectElement>('preset-select');
    const key = JSON.stringify(sweep);
    const index = SWEEP_PRESETS.findIndex((preset) => JSON.stringify(preset.sweep) === key);
    select.value = index < 0 ? '' : String(index);
    setText(byId('preset-sentence'), index < 0 ? '' : SWEEP_PRESETS[index].sentence);
  }

  private counting() {
    return {
      graphics: ({ graphics }) => this.showGraphics(graphics),
      'no-gpu': ({ reason, detail }) =>
        this.notices.show(
          'no-gpu',
          [NO_GPU[reason], reason === 'failed' ? detail : ''].join(' ').trim(),
        ),
      recovered: ({ reason }) =>
        this.notices.show(
          'recovered',
          `The graphics device was lost (${reason}); all counts are kept, and the map continues on a new one.`,
        ),
      'other-engine': (message) => this.startAnew(message),
      opened: (message) => this.opened(message),
      provenance: ({ sentence }) => {
        this.notices.show('provenance', sentence);
      },
      cost: ({ particleSteps, seconds }) => this.begin(particleSteps, seconds),
      state: ({ state, progress, secondsLeft }) => {
        this.setState(state);
        this.runBlock.show(state, progress, secondsLeft);
        if (state === 'done' || state === 'paused' || state === 'kept') this.summarise(true);
      },
      counts: (message) => this.takeCounts(message),
      distribution: ({ cell, side, distribution }) =>
        this.views.takeDistribution(cell, side, distribution),
      file: ({ name, content }) => save(content, name, content.type),
      stored: (message) => this.offerStored(message),
      refused: ({ sentence }) => {
        this.notices.show('refused', sentence);
      },
      failed: ({ sentence, report }) => this.showTrouble(sentence, report),
    } satisfies {
      [T in FromMapWorker['type']]: (message: Extract<FromMapWorker, { type: T }>) => void;
    };
  }

  private answers() {
    return {
      growth: ({ map, side, growth }) => {
        if (map !== this.map) return;
        this.data.growth[side] = growth;
        this.draw();
      },
      exact: ({ map, exact, done, of, finished }) => {
        if (map !== this.map) return;
        for (const one of exact)
          if ('probability' in one) this.data.exact[one.side][one.cell] = one.probability;
        this.views.takeExact(exact, { done, of, finished });
        this.draw();
      },
    } satisfies {
      [T in FromTheoryWorker['type']]: (message: Extract<FromTheoryWorker, { type: T }>) => void;
    };
  }

  /** It begins by itself, as any map that is opened. */
  private startAnew({ was, reason }: Extract<FromMapWorker, { type: 'other-engine' }>): void {
    this.unasked = true;
    const name =
      was.kind === 'gpu' ? `the graphics device (${was.adapter})` : `the CPU (${was.adapter})`;
    this.notices.show(
      'no-gpu',
      `This map was counted on ${name}, which is no longer available${reason && `: ${reason}`}. Another engine counts other numbers, so the map starts again; the old counts are kept in this browser for when the device is back.`,
    );
  }

  private opened({ sweep, identity, state }: Extract<FromMapWorker, { type: 'opened' }>): void {
    const loaded = sweep !== this.sweep && JSON.stringify(sweep) !== JSON.stringify(this.sweep);
    this.notices.close('provenance');
    this.sweep = sweep;
    const [limit] = float32Limits(sweep.base);
    if (limit) this.notices.show('limits', `The base of the map: ${limit.sentence}`);
    else this.notices.close('limits');
    this.identity = identity;
    this.data = new MapData(sweep);
    this.map++;
    this.theory.send({ type: 'open', map: this.map, sweep });
    if (loaded) {
      showSweepInAddress(sweep);
      this.showControls();
    }
    this.openShown();
    setText(byId('adapter'), `Saddlescape ${VERSION}, ${engineSummary(identity)}`);
    setText(byId('map-title'), titleOf(this.data));
    this.runBlock.opened(state);
    this.setState(state);
    this.panels.open(this.data, this.look);
    this.views.open(this.data);
    this.cursor = null;
    this.setCursor(middleCell(this.data));
    this.summarise(true);
    this.draw();
  }

  /**
   * What can be shown of a map: differences of their own panels where there are three sides or
   * more.
   */
  private openShown(): void {
    const select = byId<HTMLSelectElement>('show-select');
    const differences = select.querySelector<HTMLOptionElement>('option[value="differences"]')!;
    differences.hidden = this.data.sides.length < 3;
    // Exact probabilities of another map have to be asked for again.
    if (this.look.show === 'residuals' || differences.hidden) this.look.show = 'shares';
    select.value = this.look.show;
  }

  /** What the map will cost is known: it begins, unless that is long. */
  private begin(particleSteps: number, seconds: [number, number]): void {
    this.runBlock.showCost(this.sweep, particleSteps, seconds, this.identity!);
    const waits = this.state === 'ready' || this.state === 'paused';
    if (this.unasked && waits && seconds[1] <= LONGEST_UNASKED_SECONDS)
      this.client.send({ type: 'run' });
    this.unasked = false;
  }

  private takeCounts({ cells, particles, escaped, together, failures }: CountsMessage): void {
    const { tallies } = this.data;
    for (const [cell, side, sentence] of failures) tallies.fail(cell, side, sentence);
    for (const [k, cell] of cells.entries()) {
      tallies.particles[cell] = particles[k];
      for (let side = 0; side < tallies.sides; side++) {
        tallies.escaped[side][cell] = escaped[side][k];
        tallies.together[side][cell] = together[side][k];
      }
    }
    this.summarise(false);
    this.draw();
  }

  /** Draws with the next frame. */
  private draw(): void {
    if (this.drawing) return;
    this.drawing = true;
    requestAnimationFrame(() => {
      // What comes in from here on is drawn after this.
      this.drawing = false;
      this.views.draw(this.cursor);
      this.drawPanels(this.panels.draw(this.look), this.data);
    });
  }

  /** Goes on with the panels until a frame's time is used, and with the rest in the next one. */
  private drawPanels(pieces: Generator<void>, data: MapData): void {
    const started = performance.now();
    while (data === this.data && !pieces.next().done)
      if (performance.now() - started > FRAME_MILLISECONDS) {
        requestAnimationFrame(() => this.drawPanels(pieces, data));
        return;
      }
  }

  /** Draws what is beside the maps with the next frame. */
  private drawViews(): void {
    if (this.drawing || this.drawingViews) return;
    this.drawingViews = true;
    requestAnimationFrame(() => {
      this.drawingViews = false;
      this.views.draw(this.cursor);
    });
  }

  private summarise(now: boolean): void {
    if (!now && performance.now() - this.summarised < SUMMARY_MILLISECONDS) return;
    this.summarised = performance.now();
    setText(byId('takeaway'), takeawayOf(this.data));
    this.views.summarise();
  }

  private setCursor(cell: number): void {
    this.cursor = cell;
    this.panels.setCursor(cell);
    this.drawViews();
  }

  /** A finer map of a part of this one. */
  private zoom({ i0, i1, j0, j1 }: CellRectangle): void {
    const refusal = this.offer((draft) => {
      draft.x = partOf(draft.x, i0, i1);
      draft.y = partOf(draft.y, j0, j1);
    });
    if (refusal) this.notices.show('refused', refusal);
  }

  private watchLink(cell: number, side: number): string | null {
    const { data } = this;
    const replicas = data.tallies.particles[cell] || data.sweep.replicas;
    try {
      return `./index.html${specToFragment(cellRun(cellSpec(data.sweep, data.sides, side, cell, replicas)))}`;
    } catch (error) {
      if (error instanceof SpecError) return null;
      throw error;
    }
  }

  private openInWatch(cell: number, side: number): void {
    const link = this.watchLink(cell, side);
    if (link) location.assign(link);
    else this.notices.show('refused', 'No run can have these two values: the cell failed.');
  }

  private discard(): void {
    this.client.send({ type: 'discard' });
    // What is thrown away does not begin again by itself.
    this.unasked = false;
  }

  /** An unfinished map of an earlier visit, where it is not the one that is open. */
  private offerStored({ sweep, engine, share }: Extract<FromMapWorker, { type: 'stored' }>): void {
    if (JSON.stringify(sweep) === JSON.stringify(this.sweep)) return;
    this.notices.show(
      'stored',
      `An unfinished map of an earlier visit is kept: ${titleOf(new MapData(sweep))}, ${Math.floor(100 * share)} % done.`,
      [{ label: 'Resume', run: () => this.resume(sweep, engine) }],
    );
  }

  /** Another engine would have to begin anew. */
  private resume(sweep: Sweep, engine: 'gpu' | 'cpu'): void {
    byId<HTMLSelectElement>('engine-select').value = engine;
    this.open(sweep);
  }

  private showGraphics(graphics: Graphics): void {
    const option = byId('engine-select').querySelector<HTMLOptionElement>('option[value="gpu"]')!;
    if (graphics.found)
      setText(option, `${graphics.software ? 'Software GPU' : 'GPU'}: ${graphics.name}`);
    else setText(option, 'GPU: none here');
  }

  private showTrouble(sentence: string, report: string): void {
    if (toldOf(sentence)) return;
    this.notices.show('trouble', `${sentence} All counts are kept; press Continue to go on.`, [
      { label: 'Copy report', keep: true, run: () => copy(report) },
    ]);
  }

  private setState(state: SweepState | 'opening'): void {
    if (state !== 'opening') this.state = state;
    this.main.dataset.state = state;
  }

  private followAddress(): void {
    const asked = askedSweep();
    const { sweep } = asked;
    this.tellOfLink(asked, 'The open map stays.');
    if (sweep && JSON.stringify(sweep) !== JSON.stringify(this.sweep)) this.open(sweep);
  }

  private tellOfLink({ refusal, notice }: AskedSweep, instead: string): void {
    if (refusal) this.notices.show('link', `${refusal} ${instead}`);
    else if (notice) this.notices.show('link', notice);
    else this.notices.close('link');
  }

  private wireTools(): void {
    const hatch = byId<HTMLSelectElement>('hatch-select');
    hatch.addEventListener('change', () => {
      this.look.hatching = hatch.value as Hatching;
      this.draw();
    });
    const show = byId<HTMLSelectElement>('show-select');
    show.addEventListener('change', () => {
      this.look.show = show.value as Shown;
      if (this.look.show === 'residuals') this.views.wantExact();
      this.panels.open(this.data, this.look);
      this.setCursor(this.cursor ?? middleCell(this.data));
      this.draw();
    });
    byId('curves-button').addEventListener('click', () => this.toggleCurves());
    byId('table-button').addEventListener('click', () => this.views.toggleTable());
    const saving = byId<HTMLSelectElement>('save-select');
    saving.addEventListener('change', () => {
      this.saveAs(saving.value);
      saving.value = '';
    });
    const file = byId<HTMLInputElement>('open-file');
    byId('open-button').addEventListener('click', () => file.click());
    file.addEventListener('change', async () => {
      const [chosen] = file.files ?? [];
      file.value = '';
      if (chosen) await this.load(chosen);
    });
    byId('copy-link').addEventListener('click', () => this.copyLink());
  }

  private async load(file: File): Promise<void> {
    try {
      const bytes = new Uint8Array(await file.arrayBuffer());
      this.client.send({ type: 'load', name: file.name, bytes });
    } catch (error) {
      // It was removed since it was chosen, or memory does not hold it.
      this.notices.show(
        'refused',
        `The map in ${file.name} could not be read: ${messageOf(error)}`,
      );
    }
  }

  private wireControls(): void {
    const presets = byId<HTMLSelectElement>('preset-select');
    presets.append(html('option', { value: '', disabled: '', hidden: '' }, 'Your own'));
    for (const [i, { title }] of SWEEP_PRESETS.entries())
      presets.append(html('option', { value: String(i) }, title));
    presets.addEventListener('change', () => this.open(SWEEP_PRESETS[Number(presets.value)].sweep));
    byId('engine-select').addEventListener('change', () => this.open(this.sweep));
    byId('swap-axes').addEventListener('click', () =>
      this.offer((draft) => {
        [draft.x, draft.y] = [draft.y, draft.x];
      }),
    );
    byId('editor-button').addEventListener('click', async () => {
      if (!this.editor) {
        const part = await load(() => import('./sweep-editor'));
        if (!part) return;
        this.editor ??= part.openSweepEditor((sweep) => this.open(sweep));
        this.editor.show(this.sweep);
      }
      this.editor.toggle();
    });
  }

  private wireKeyboard(): void {
    new Keyboard([
      {
        key: ' ',
        shown: 'Space',
        does: 'Start, pause, continue',
        run: () => this.runBlock.toggle(),
      },
      { key: 'Escape', shown: 'Esc', does: 'Stop and keep', run: () => this.runBlock.keep() },
      { key: 't', shown: 'T', does: 'Thresholds', run: () => this.toggleCurves() },
      { key: 'h', shown: 'H', does: 'Next hatching', run: () => this.nextHatching() },
      { key: 'b', shown: 'B', does: 'Table', run: () => this.views.toggleTable() },
      { key: 'c', shown: 'C', does: 'Copy link', run: () => this.copyLink() },
      { key: 'mod+z', shown: 'Ctrl Z', does: 'Back to the map before', run: () => history.back() },
    ]);
  }

  private toggleCurves(): void {
    this.look.curves = !this.look.curves;
    byId('curves-button').setAttribute('aria-pressed', String(this.look.curves));
    this.draw();
  }

  private nextHatching(): void {
    const select = byId<HTMLSelectElement>('hatch-select');
    select.selectedIndex = (select.selectedIndex + 1) % select.options.length;
    select.dispatchEvent(new Event('change'));
  }

  private async saveAs(format: string): Promise<void> {
    if (format === 'csv' || format === 'json' || format === 'npz') {
      this.client.send({ type: 'file', format, exact: this.data.exact });
      return;
    }
    const part = await load(() => import('./save-picture'));
    await part?.savePicture(format as 'svg' | 'png', {
      data: this.data,
      look: this.look,
      limit: this.panels.limit(),
      link: linkToSweep(this.sweep),
      takeaway: takeawayOf(this.data),
      engine: this.identity!,
    });
  }

  private async copyLink(): Promise<void> {
    try {
      await navigator.clipboard.writeText(linkToSweep(this.sweep));
      this.notices.say('The link is copied.');
      setText(byId('copy-link'), 'Copied');
      setTimeout(() => setText(byId('copy-link'), 'Copy link'), 1500);
    } catch {
      this.notices.show(
        'link',
        'The browser does not allow this page to copy: the link is in the address bar.',
      );
    }
  }
}

function titleOf({ sides }: MapData): string {
  return sides
    .map((_, side) => `${sides.length > 1 ? `${sideLetter(side)} ` : ''}${sideName(sides, side)}`)
    .join(' · ');
}

function middleCell({ columns, rows }: MapData): number {
  return (rows >> 1) * columns + (columns >> 1);
}

/**
 * The same number of cells over a part of an axis; half a cell more on each side, as far as the
 * rectangle reaches.
 */
function partOf(axis: SweepAxis, first: number, last: number): SweepAxis {
  const values = axisValues(axis);
  if (axis.scale === 'list') return { ...axis, values: values.slice(first, last + 1) };
  const [from, to] = [values[first], values[last]];
  return first === last ? { ...axis, from, to: from, count: 1 } : { ...axis, from, to };
}
