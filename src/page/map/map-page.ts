import type { EngineIdentity } from '../../engine/engine';
import { ProgramClient } from '../../host/program-client';
import type { Graphics } from '../../host/web/engines';
import { takeSamplesNamedIn } from '../../host/web/kept-samples';
import { specToFragment } from '../../spec/permalink';
import { SpecError } from '../../spec/schema';
import type { Sweep } from '../../spec/sweep';
import { SWEEP_PRESETS } from '../../spec/sweep-presets';
import { parseSweep } from '../../spec/sweep-schema';
import { byId, find, setText } from '../shared/dom';
import { goBack } from '../shared/history-entry';
import { Keyboard } from '../shared/keyboard';
import { NO_WORKERS } from '../shared/no-workers';
import { save } from '../shared/save';
import { engineSummary } from '../shared/summary';
import { Theme } from '../shared/theme';
import { cellRun } from './cell-run';
import { CellSheet } from './cell-sheet';
import { CellViews } from './cell-views';
import { askedSweep, showSweepInAddress, wholesInAddress } from './map-address';
import { MapClient } from './map-client';
import { MapData } from './map-data';
import { MapDrawing } from './map-drawing';
import { followDrops } from './map-drops';
import { MapLinks } from './map-links';
import { MapNotices } from './map-notices';
import type { CountsMessage, FromMapWorker, SweepState } from './map-protocol';
import { MapTools } from './map-tools';
import { coloringOf, Panels } from './panels';
import { RunBlock } from './run-block';
import { sidesTitle } from './side-names';
import { SidesTable } from './sides-table';
import { SweepControls } from './sweep-controls';
import { shareTakeaway, takeawayOf } from './takeaway';
import type { FromTheoryWorker, ToTheoryWorker } from './theory-protocol';
import { Zoom } from './zoom';

/** The words under the title are made anew at most this often. */
const SUMMARY_MILLISECONDS = 1000;

/** Puts the parts of the Map page together. Each part lives in a file of its own. */
export class MapPage {
  private readonly main = find(document, 'main');
  private readonly told = new MapNotices();
  private readonly client: MapClient;
  private readonly theory: ProgramClient<ToTheoryWorker, FromTheoryWorker>;
  private readonly runBlock: RunBlock;
  private readonly panels: Panels;
  private readonly views: CellViews;
  private readonly drawing: MapDrawing;
  private readonly controls: SweepControls;
  private readonly tools: MapTools;
  private readonly sheet = new CellSheet();
  private readonly sidesTable = new SidesTable();
  private readonly links = new MapLinks({
    send: (message) => this.client.send(message),
    notices: this.told.notices,
    sweep: () => this.sweep,
    isDone: () => this.main.dataset.state === 'done',
  });
  private readonly zoom: Zoom;

  private sweep: Sweep;
  private data: MapData;
  /** Numbers the maps that were opened: answers of theory to an old one are void. */
  private map = 0;
  private identity: EngineIdentity | null = null;
  private summarised = 0;
  /** Whether theory was told of the open map. */
  private theoryKnows = false;

  constructor() {
    new Theme(() => this.drawing.draw());
    const asked = askedSweep();
    this.links.follow(asked.sweep);
    this.sweep = asked.sweep ?? SWEEP_PRESETS[0].sweep;
    this.data = new MapData(this.sweep);
    const counting = this.counting();
    const failed = (sentence: string, report: string) =>
      counting.failed({ type: 'failed', sentence, report });
    this.client = new MapClient(counting, failed, () =>
      this.told.notices.show('no-workers', NO_WORKERS),
    );
    this.theory = new ProgramClient(
      {
        open: () => new Worker(new URL('./theory-worker.ts', import.meta.url), { type: 'module' }),
        load: async () => (await import('./map-here')).importTheoryWorker(),
      },
      this.answers(),
      failed,
    );
    this.runBlock = new RunBlock({
      run: () => this.client.send({ type: 'run' }),
      pause: () => this.client.send({ type: 'pause' }),
      keep: () => this.client.send({ type: 'keep' }),
      discard: () => this.client.send({ type: 'discard' }),
      say: (sentence) => this.told.notices.say(sentence),
    });
    this.panels = new Panels({
      onCursor: (cell) => this.drawing.setCursor(cell),
      onOpen: (cell, side) => this.openInWatch(cell, side),
      onHold: () => this.sheet.show(),
      onSelect: (rectangle) => this.zoom.into(rectangle),
    });
    this.views = new CellViews({
      linkOf: (cell, side) => this.watchLink(cell, side),
      onExact: (cell) => this.askTheory({ type: 'exact', map: this.map, cell }),
      onExactMap: (on) =>
        this.askTheory(on ? { type: 'exact', map: this.map, cell: 'all' } : { type: 'stop' }),
      onGrowth: (on) =>
        this.askTheory(on ? { type: 'growth', map: this.map } : { type: 'stop-growth' }),
      onDistribution: (cell, side) => this.client.send({ type: 'distribution', cell, side }),
      onCursor: (cell) => this.drawing.setCursor(cell),
    });
    this.drawing = new MapDrawing(this.panels, this.views, () =>
      this.identity ? this.data : null,
    );
    this.controls = new SweepControls({
      sweep: () => this.sweep,
      open: (sweep, response) => this.open(sweep, response),
      offer: (change) => this.offer(change),
    });
    this.zoom = new Zoom({
      sweep: () => this.sweep,
      open: (sweep, wholes) => this.open(sweep, undefined, wholes),
      offer: (change, wholes) => {
        const refusal = this.offer(change, wholes);
        if (refusal) this.told.refused(refusal);
      },
    });
    this.tools = new MapTools({
      send: (message) => this.client.send(message),
      notices: this.told.notices,
      drawing: this.drawing,
      views: this.views,
      data: () => this.data,
      sweep: () => this.sweep,
      load: (name, bytes) => this.client.load(name, bytes),
      engine: () => this.identity!,
      onShown: () => this.reshow(),
    });
    followDrops({
      load: (file) => this.tools.load(file),
      offer: (change) => this.offer(change),
      sweep: () => this.sweep,
      link: () => this.links.link,
      notices: this.told.notices,
    });
    this.wireKeyboard();
    this.told.link(asked, `The map “${SWEEP_PRESETS[0].title}” is shown instead.`);
    addEventListener('popstate', () => this.followAddress());
    this.client.send({ type: 'list' });
    this.open(this.sweep);
  }

  /**
   * Shows another map. It begins by itself unless it is a long one.
   * @param response  What colours it; left out, what did so before where it has that too.
   * @param wholes  Fragments of the maps that it is a part of.
   */
  private open(sweep: Sweep, response?: string | null, wholes?: readonly string[]): void {
    this.sweep = sweep;
    // What is on the way for the map before would take processors from the first cells.
    this.theory.send({ type: 'stop' });
    this.theory.send({ type: 'stop-growth' });
    this.client.open(sweep, this.controls.engine);
    if (response !== undefined) this.drawing.look.response = response;
    showSweepInAddress(sweep, wholes);
    this.zoom.followAddress();
    this.setState('opening');
    this.controls.show(sweep);
  }

  /** Offers a changed sweep; returns a sentence when it is refused. */
  private offer(change: (draft: Sweep) => void, wholes?: readonly string[]): string | null {
    try {
      const draft = structuredClone(this.sweep);
      change(draft);
      this.open(parseSweep(draft), undefined, wholes);
      return null;
    } catch (error) {
      if (error instanceof SpecError) return error.message;
      throw error;
    }
  }

  private counting() {
    return {
      graphics: ({ graphics }) => this.showGraphics(graphics),
      'no-gpu': (message) => this.told.noGpu(message),
      'faster-cpu': (message) => this.told.fasterCpu(message, () => this.resume(this.sweep, 'gpu')),
      recovered: (message) => this.told.recovered(message),
      'other-engine': (message) => this.told.otherEngine(message),
      opened: (message) => this.opened(message),
      provenance: ({ sentence }) => this.told.provenance(sentence),
      cost: ({ particleSteps, seconds }) => {
        this.runBlock.showCost(this.data.sweep, particleSteps, seconds, this.identity!);
        this.openTheory();
      },
      state: ({ state, progress, secondsLeft }) => {
        this.setState(state);
        this.runBlock.show(state, progress, secondsLeft);
        if (state === 'done') this.links.look();
        if (state === 'done' || state === 'paused' || state === 'kept') this.summarise(true);
      },
      counts: (message) => this.takeCounts(message),
      counted: (answer) => this.links.take(answer),
      distribution: ({ cell, side, distribution }) =>
        this.views.takeDistribution(cell, side, distribution),
      'file-progress': (progress) =>
        this.told.saving(progress, () => this.client.send({ type: 'cancel-file' })),
      'no-file': () => this.told.saved(),
      file: ({ name, content }) => {
        this.told.saved();
        save(content, name, content.type);
      },
      stored: (message) => this.offerStored(message),
      refused: ({ sentence }) => this.told.refused(sentence),
      failed: (message) => this.told.trouble(message),
    } satisfies {
      [T in FromMapWorker['type']]: (message: Extract<FromMapWorker, { type: T }>) => void;
    };
  }

  private answers() {
    return {
      growth: ({ map, side, growth }) => {
        if (map !== this.map) return;
        this.data.growth[side] = growth;
        this.views.growthKnown();
        this.drawing.draw();
      },
      'growth-progress': ({ map, side, progress }) => {
        if (map === this.map) this.views.takeGrowth(side, progress);
      },
      exact: ({ map, exact, progress }) => {
        if (map !== this.map) return;
        for (const one of exact)
          if ('probability' in one) this.data.exact[one.side][one.cell] = one.probability;
        this.views.takeExact(exact, progress);
        this.drawing.draw();
      },
    } satisfies {
      [T in FromTheoryWorker['type']]: (message: Extract<FromTheoryWorker, { type: T }>) => void;
    };
  }

  private opened({ sweep, identity, state }: Extract<FromMapWorker, { type: 'opened' }>): void {
    const loaded = sweep !== this.sweep && JSON.stringify(sweep) !== JSON.stringify(this.sweep);
    this.sweep = sweep;
    this.told.opened(sweep);
    this.identity = identity;
    this.data = new MapData(sweep);
    this.map++;
    this.theoryKnows = false;
    if (loaded) {
      showSweepInAddress(sweep);
      this.controls.show(sweep);
    }
    this.tools.opened(this.data);
    setText(byId('adapter'), engineSummary(identity));
    setText(byId('map-title'), sidesTitle(this.data.sides));
    this.runBlock.opened(sweep, state);
    this.setState(state);
    this.views.open(this.data, this.coloring);
    this.drawing.drawSoon();
    this.openPanels(null);
    this.summarise(true);
    this.links.show();
  }

  /** Place of the response that colours the map; null where the share that escaped does. */
  private get coloring(): number | null {
    return coloringOf(this.data, this.drawing.look);
  }

  /** Something else of the map is shown from now on. */
  private reshow(): void {
    this.views.open(this.data, this.coloring);
    this.drawing.draw();
    this.openPanels(this.drawing.cursor);
    this.summarise(true);
  }

  /** @param cursor  The cell that is looked at; the one in the middle where there is none. */
  private openPanels(cursor: number | null): void {
    this.panels.open(this.data, this.drawing.look);
    this.drawing.setCursor(cursor ?? this.data.middle);
  }

  /** The first cells of a map come before its theory, which would take their processors. */
  private openTheory(): void {
    if (this.theoryKnows) return;
    this.theoryKnows = true;
    this.theory.send({ type: 'open', map: this.map, sweep: this.data.sweep });
  }

  private askTheory(message: ToTheoryWorker): void {
    this.openTheory();
    this.theory.send(message);
  }

  private takeCounts(message: CountsMessage): void {
    this.data.take(message);
    this.openTheory();
    this.summarise(false);
    this.drawing.draw();
  }

  private summarise(now: boolean): void {
    if (!now && performance.now() - this.summarised < SUMMARY_MILLISECONDS) return;
    this.summarised = performance.now();
    const { data, coloring } = this;
    const inTable = this.sidesTable.draw(data, coloring);
    setText(byId('takeaway'), inTable ? shareTakeaway(data) : takeawayOf(data, coloring));
    this.views.summarise();
  }

  private watchLink(cell: number, side: number): string | null {
    const { data } = this;
    const replicas = data.tallies.particles[cell] || data.sweep.replicas;
    try {
      return `./index.html${specToFragment(cellRun(data.specOf(side, cell, replicas)))}`;
    } catch (error) {
      if (error instanceof SpecError) return null;
      throw error;
    }
  }

  private openInWatch(cell: number, side: number): void {
    const link = this.watchLink(cell, side);
    if (link) location.assign(link);
    else this.told.refused('No run can have these two values: the cell failed.');
  }

  /** An unfinished map of an earlier visit, where it is not the one that is open. */
  private offerStored(message: Extract<FromMapWorker, { type: 'stored' }>): void {
    const { sweep, engine } = message;
    if (JSON.stringify(sweep) === JSON.stringify(this.sweep)) return;
    this.told.stored(message, () => this.resume(sweep, engine));
  }

  /** Another engine would have to begin anew. */
  private resume(sweep: Sweep, engine: 'gpu' | 'cpu'): void {
    this.controls.engine = engine;
    this.open(sweep);
  }

  private showGraphics(graphics: Graphics): void {
    const option = find<HTMLOptionElement>(byId('engine-select'), 'option[value="gpu"]');
    if (graphics.found)
      setText(option, `${graphics.software ? 'Software GPU' : 'GPU'}: ${graphics.name}`);
    else setText(option, 'GPU: none here');
  }

  private setState(state: SweepState | 'opening'): void {
    this.main.dataset.state = state;
    const counting = state === 'opening' || state === 'running' || state === 'pausing';
    if (counting === this.drawing.look.counting) return;
    this.drawing.look.counting = counting;
    // The map that is there stays as it is until the next one comes.
    if (state !== 'opening') this.drawing.draw();
  }

  private async followAddress(): Promise<void> {
    await takeSamplesNamedIn(location.hash);
    const asked = askedSweep();
    const { sweep } = asked;
    this.told.link(asked, 'The open map stays.');
    this.zoom.followAddress();
    this.links.follow(sweep);
    if (sweep && JSON.stringify(sweep) !== JSON.stringify(this.sweep))
      this.open(sweep, undefined, wholesInAddress());
    else this.links.show();
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
      { key: 't', shown: 'T', does: 'Thresholds', run: () => this.tools.toggleCurves() },
      { key: 'h', shown: 'H', does: 'Next hatching', run: () => this.tools.nextHatching() },
      { key: 'b', shown: 'B', does: 'Table', run: () => this.views.toggleTable() },
      { key: 'c', shown: 'C', does: 'Copy link', run: () => this.links.copy() },
      { key: 'mod+z', shown: 'Ctrl Z', does: 'Back to the map before', run: goBack },
    ]);
  }
}
