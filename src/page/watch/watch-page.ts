import { messageOf } from '../../engine/open';
import { float32Limits } from '../../spec/float32-limits';
import { OPENING } from '../../spec/opening';
import { parseSpec } from '../../spec/schema';
import { nextSeed } from '../../spec/seed';
import { isShaken, type Spec, withEnds } from '../../spec/spec';
import { type Theory, theoryOf } from '../../theory/theory';
import { PATHS } from '../landscape/plane-sample';
import { load, toldOf } from '../shared/boot';
import { copy } from '../shared/copy';
import { deferred } from '../shared/deferred';
import { byId, cssColor, html, rgbOf, setText } from '../shared/dom';
import { setDrawer } from '../shared/drawer';
import { place, whole } from '../shared/format';
import type { JsonEditor } from '../shared/json-editor';
import { Keyboard } from '../shared/keyboard';
import { coordinateName } from '../shared/names';
import { Notices } from '../shared/notices';
import { type ShareScale, scaleFor } from '../shared/scales';
import { remember, remembered } from '../shared/storage';
import { Theme } from '../shared/theme';
import { AdapterNote } from './adapter-note';
import { Controls } from './controls';
import { DensityPlot } from './density-plot';
import type { ExportMenu } from './export-menu';
import { LiveClient } from './live/live-client';
import type { FromWorker, Sample } from './live/live-protocol';
import { NumbersView } from './numbers-view';
import type { PathStrip } from './path-strip';
import { type AskedSpec, linkTo, onAddress, showSpecInAddress } from './permalink-sync';
import type { PresetsMenu } from './presets-menu';
import {
  AGREEMENT_WORDS,
  hasAtoms,
  highestShare,
  inSymbols,
  Reader,
  type Reading,
} from './reading';
import { installScripting } from './scripting';
import { Session } from './session';
import type { SpeedPanel } from './speed-panel';
import type { TableView } from './table-view';
import { VerdictView, verdictOf } from './verdict';
import { Views } from './views';

/** A summary is read out at most this often. */
const ANNOUNCE_MILLISECONDS = 15_000;
const SETTLE_MILLISECONDS = 2500;
/** Numbers that change more often than this cannot be read. */
const WRITE_MILLISECONDS = 200;
/** Share of the particles outside of the picture at which it follows them. */
const MOST_OUT_OF_SIGHT = 2 / 3;
const SPEED_KEY = 'saddlescape.speed';

/** Puts the parts of the Watch page together. Each part lives in a file of its own. */
export class WatchPage {
  /**
   * Reduced motion: no film, but a picture from further on in it, and Play for who wants the film.
   */
  private readonly still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  private readonly notices = new Notices();
  private readonly verdict = new VerdictView();
  private readonly numbers = new NumbersView();
  private readonly reader = new Reader();
  private readonly plot: DensityPlot;
  /** Paths under the picture: they come after the picture itself. */
  private readonly strip: (use: (strip: PathStrip) => void) => void;
  private readonly client: LiveClient;
  private readonly session: Session;
  private readonly controls: Controls;
  private readonly presets: (use: (presets: PresetsMenu) => void) => void;
  private editor: JsonEditor<Spec> | null = null;
  private table: TableView | null = null;
  private speed: SpeedPanel | null = null;
  private readonly adapter: AdapterNote;
  /** The menu of exports comes after the picture. */
  private readonly exportMenu: Promise<ExportMenu | null>;
  private readonly views: Views;
  private allParameters: { show(spec: Spec): void } | null = null;

  private reading: Reading | null = null;
  /** The reading is of the last step of the spec in force. */
  private ended = false;
  /** When texts were last written, and of which run. */
  private written = { run: -1, time: 0 };
  private scale: ShareScale = { kind: 'linear', top: 1, bottom: 1e-9 };
  private theoryShown = true;
  /** x of the sample paths at their last step. */
  private lastPaths: Float32Array = new Float32Array();
  /** Loaded when a run has left its picture. */
  private out: typeof import('./follow-range') | null = null;
  private state = { playing: true, finished: false, catchingUp: null as number | null };
  private runOnStrip = 0;
  private announced = 0;
  private announcedVerdict = '';

  constructor(asked: AskedSpec) {
    new Theme(() => this.recolor());
    const { refusal } = asked;
    const spec = asked.spec ?? parseSpec(OPENING);
    this.plot = new DensityPlot(byId('density-plot'), (size) =>
      this.client?.send({ type: 'resize', ...size }),
    );
    this.strip = deferred(loadStrip());
    this.client = this.startWorker(spec);
    this.adapter = new AdapterNote(this.notices, (kind) =>
      this.client.send({ type: 'engine', kind }),
    );
    this.session = new Session(spec, this.client, (next, final) => this.showSpec(next, final));
    this.exportMenu = this.loadExportMenu();
    this.controls = new Controls(
      this.session,
      (sentence) => this.notices.say(sentence),
      (sentence) => this.notices.show('refused', sentence),
    );
    this.presets = deferred(
      load(() => import('./presets-menu')).then(
        (part) => part && new part.PresetsMenu((next) => this.run(next)),
      ),
    );
    this.views = new Views({
      count: (window) => this.client.send({ type: 'plane', window }),
      onView: () => this.showView(),
      onCoordinate: (coordinate) =>
        this.session.edit((draft) => {
          draft.histogram.coordinate = coordinate;
        }),
      onSentence: (sentence) => this.showWhere(sentence),
      onVerdict: (verdict) => {
        if (verdict) this.verdict.showSurface(verdict);
      },
      fail: (error) => this.showTrouble(messageOf(error), String(error.stack)),
    });
    installScripting(this.session, this.client, async (ratio) => {
      const menu = await this.exportMenu;
      if (!menu) throw new Error('Exports could not be loaded.');
      return menu.picture(ratio);
    });
    this.wireButtons();
    this.wireKeyboard();
    if (remembered(SPEED_KEY) === 'open') this.toggleSpeed(false);
    this.strip((strip) => strip.begin(stripOf(spec)));
    this.nameStrip(spec);
    this.tellOfLink(asked, 'The first preset is shown instead.');
    this.showSpec(spec, refusal === null);
    onAddress((next) => {
      if (next.refusal === null) this.run(next.spec ?? parseSpec(OPENING));
      this.tellOfLink(next, 'The previous run continues.');
    });
    if (this.still) this.client.send({ type: 'settle', milliseconds: SETTLE_MILLISECONDS });
  }

  private startWorker(spec: Spec): LiveClient {
    const client = new LiveClient({
      engine: ({ identity, canvas }) => this.adapter.show(identity, canvas),
      'no-gpu': ({ reason, detail }) => this.adapter.explainNoGpu(reason, detail),
      started: (message) => this.began(message),
      refused: ({ run, sentence }) => {
        this.session.refused(run, sentence);
        this.notices.show('refused', `${sentence} The previous run continues.`);
      },
      sample: ({ sample }) => this.take(sample),
      paths: ({ run, step, values }) => this.takePaths(run, step, values),
      'plane-paths': ({ run, step, x, y }) => this.views.takePaths(run, step, x, y),
      speed: (news) => this.speed?.show(news),
      state: (state) => this.showState(state),
      recovered: ({ step }) =>
        this.notices.show(
          'recovered',
          `The graphics driver was reset. The run was replayed to step ${whole(step)}; nothing is lost.`,
        ),
      trouble: ({ sentence, report }) => this.showTrouble(sentence, report),
    });
    const cpu = byId<HTMLCanvasElement>('bars-cpu').transferControlToOffscreen();
    const gpu = byId<HTMLCanvasElement>('bars-gpu').transferControlToOffscreen();
    client.send(
      {
        type: 'start',
        spec,
        playing: !this.still,
        canvases: { cpu, gpu },
        style: this.style(),
        size: this.plot.deviceSize(),
      },
      [cpu, gpu],
    );
    return client;
  }

  /** Starts another experiment from its beginning. */
  private run(spec: Spec): void {
    const refusal = this.session.offer(spec, { from: 'start' });
    if (refusal) {
      this.notices.show('refused', refusal);
      return;
    }
    this.session.axisFixed = false;
    this.showAxisButton();
    this.views.open();
    if (this.still) this.client.send({ type: 'settle', milliseconds: SETTLE_MILLISECONDS });
    else this.client.send({ type: 'play' });
  }

  private showSpec(spec: Spec, final: boolean): void {
    this.showAxisButton();
    this.controls.show(spec);
    const theory = this.showVerdict();
    this.views.showSpec(spec);
    for (const equation of document.querySelectorAll<HTMLElement>('.equation'))
      equation.hidden = !equation.dataset.loss!.split(' ').includes(spec.loss.kind);
    if (!final) return;
    const [limit] = float32Limits(spec);
    if (limit) this.notices.show('limits', limit.sentence);
    else this.notices.close('limits');
    this.presets((presets) => presets.show(spec));
    this.editor?.show(spec);
    this.allParameters?.show(spec);
    showSpecInAddress(spec);
    byId<HTMLButtonElement>('undo-button').disabled = !this.session.canUndo;
    byId<HTMLButtonElement>('redo-button').disabled = !this.session.canRedo;
    this.announceVerdict(spec, theory);
  }

  private began({ run, particles, preview }: Extract<FromWorker, { type: 'started' }>): void {
    this.session.started(run);
    const spec = this.session.specOf(run);
    if (!spec) return;
    if (run !== this.runOnStrip) this.beginStrip(run, spec);
    this.views.began(run, particles);
    byId('all-particles').hidden = preview || particles >= spec.ensemble.particles;
  }

  private beginStrip(run: number, spec: Spec): void {
    this.runOnStrip = run;
    this.strip((strip) => strip.begin(stripOf(spec)));
    this.nameStrip(spec);
  }

  private nameStrip(spec: Spec): void {
    const name = coordinateName(spec, spec.histogram.coordinate);
    const measure = isShaken(spec) ? name : `|${name}|, logarithmic,`;
    setText(byId('strip-caption'), `${PATHS} of the particles: ${measure} against time t`);
  }

  private async loadExportMenu(): Promise<ExportMenu | null> {
    const part = await load(() => import('./export-menu'));
    if (!part) return null;
    return new part.ExportMenu(this.client, {
      look: () => ({ scale: this.scale.kind, theory: this.theoryShown }),
      say: (sentence) => this.notices.say(sentence),
      fail: (error) => this.showTrouble(messageOf(error), String(error.stack)),
    });
  }

  private takePaths(run: number, step: number, values: Float32Array): void {
    const spec = this.session.specOf(run);
    if (!spec) return;
    if (run > this.runOnStrip) this.beginStrip(run, spec);
    if (run === this.runOnStrip) this.strip((strip) => strip.add(step, values));
    this.lastPaths = values;
  }

  private take(sample: Sample): void {
    const known = this.session.specOf(sample.run);
    if (!known) return;
    // What was counted before the ends moved is drawn between those it was counted between.
    const spec = withEnds(known, sample.ends);
    this.reading = this.reader.read(spec, sample);
    this.showReading(this.reading);
    this.follow().catch((error) => this.showTrouble(error.message, String(error.stack)));
  }

  /**
   * Takes the picture to where the run has gone, unless the reader holds it; then it says where
   * that is.
   */
  private async follow(): Promise<void> {
    const { reading, session } = this;
    if (!reading || !isOutOfSight(reading.sample)) return;
    this.out ??= await import('./follow-range');
    // It may have moved on meanwhile.
    if (this.reading !== reading) return;
    const now = session.spec.histogram;
    const { run, ends } = reading.sample;
    if (session.axisFixed || run !== session.run || now.min !== ends.min || now.max !== ends.max)
      return;
    const found = this.out.rangeFor(now, this.lastPaths);
    if (found && (found.min !== now.min || found.max !== now.max)) session.rebin(found);
  }

  /** Holds the ends of the picture, or lets them follow the run again. */
  private fixAxis(fixed: boolean): void {
    this.session.axisFixed = fixed;
    this.showAxisButton();
    this.follow().catch((error) => this.showTrouble(error.message, String(error.stack)));
  }

  private showAxisButton(): void {
    byId('axis-button').setAttribute('aria-pressed', String(this.session.axisFixed));
  }

  private showReading(reading: Reading): void {
    const { spec, sample, theory, expected } = reading;
    const shares = Float64Array.from(sample.counts.counts, (count) => count / sample.particles);
    const highest = highestShare(reading, this.theoryShown);
    const scale = scaleFor(this.scale.kind, highest, sample.particles, this.scale);
    if (
      scale.top !== this.scale.top ||
      scale.bottom !== this.scale.bottom ||
      scale.kind !== this.scale.kind
    ) {
      this.scale = scale;
      this.client.send({ type: 'style', style: this.style() });
    }
    this.plot.draw({
      spec,
      scale: this.scale,
      theory:
        expected && this.theoryShown
          ? { shares: expected.bins, lattice: hasAtoms(theory), name: theory.law?.title ?? '' }
          : null,
      simulation: shares,
      quantiles: sample.quantiles,
      elsewhere: this.out?.elsewhere(reading) ?? '',
    });
    const now = performance.now();
    const moving = this.state.playing && !this.state.finished && sample.run === this.written.run;
    if (!moving || now - this.written.time >= WRITE_MILLISECONDS) this.write(reading, now);
  }

  /** All texts that a reading has, so that no two of them are of different moments. */
  private write(reading: Reading, now: number): void {
    const { spec, sample, theory } = reading;
    this.written = { run: sample.run, time: now };
    if (sample.plane) this.views.takePlane(sample.plane);
    if (this.ended !== this.hasEnded()) this.showVerdict();
    this.verdict.showWhereabouts(reading);
    this.numbers.show(reading, this.adapter.summary, this.views.current);
    this.showTakeaway(reading);
    const step = String(sample.counts.step);
    for (const id of ['numbers-list', 'takeaway']) byId(id).dataset.step = step;
    const asked = spec.ensemble.particles;
    const share = sample.particles < asked ? ` of ${whole(asked)}` : '';
    const where = this.adapter.identity.kind === 'cpu' ? ' on the CPU' : '';
    const { cell } = spec.ensemble;
    const first = cell ? `; the first are the replicas of cell ${cell} of a map` : '';
    setText(
      byId('legend-simulation'),
      `simulation: ${whole(sample.particles)}${share} particles${where}${first}`,
    );
    byId('legend-swatch').hidden = !theory.law;
    if (!theory.law) setText(byId('legend-theory'), 'theory: no curve, the reason is below');
    if (theory.law) {
      const when = theory.law.kind === 'stationary' ? 'in the long run' : 'at this moment';
      setText(byId('legend-theory'), `theory ${when}: ${inSymbols(theory.law.title)}`);
    }
    if (!this.state.playing || this.state.finished) this.table?.settle(reading);
    this.announce(reading);
  }

  /** The word follows the spec in force, and at the end of its run what became of it. */
  private showVerdict(): Theory {
    const { spec } = this.session;
    const theory = theoryOf(spec, Math.max(1, this.reading?.sample.counts.step ?? 1));
    this.ended = this.hasEnded();
    this.verdict.show(spec, theory, this.ended ? this.reading!.escaped.share : null);
    return theory;
  }

  private hasEnded(): boolean {
    const { session, reading } = this;
    if (!reading || session.specOf(reading.sample.run) !== session.spec) return false;
    return reading.sample.counts.step >= session.spec.time.steps;
  }

  private showTakeaway(reading: Reading): void {
    if (this.views.current !== 'marginal') return;
    const element = byId('takeaway');
    const word = AGREEMENT_WORDS[reading.agreement];
    const text = `${word} ${reading.takeaway}`;
    if (element.textContent === text) return;
    element.replaceChildren(
      html('b', { 'data-agreement': reading.agreement }, word),
      ` ${reading.takeaway}`,
    );
    byId('density-plot').setAttribute('aria-label', `Histogram of the particles. ${text}`);
  }

  /** Under a view of the plane: where the particles are. */
  private showWhere(sentence: string): void {
    if (this.views.current !== 'marginal') setText(byId('takeaway'), sentence);
  }

  /** Another view: the tools over it are its own. */
  private showView(): void {
    const marginal = this.views.current === 'marginal';
    byId('theory-button').hidden = !marginal;
    byId('table-button').hidden = !marginal;
    byId('axis-button').hidden = !marginal;
    byId('legend-law').hidden = !marginal;
    byId('legend-bars').hidden = !marginal;
    if (!marginal) this.table?.close();
    this.showScaleButton();
    if (marginal && this.reading) this.showReading(this.reading);
  }

  private showScaleButton(): void {
    const kind = this.views.current === 'marginal' ? this.scale.kind : this.views.scale;
    byId('scale-button').setAttribute('aria-pressed', String(kind === 'log'));
  }

  private showState(state: {
    playing: boolean;
    finished: boolean;
    catchingUp: number | null;
  }): void {
    this.state = state;
    const { playing, finished, catchingUp } = state;
    setText(byId('play-button'), finished ? 'Continue' : playing ? 'Pause' : 'Play');
    document.body.toggleAttribute('data-busy', catchingUp !== null);
    byId('progress').hidden = catchingUp === null;
    if (catchingUp !== null)
      setText(byId('progress'), `computing, ${Math.floor(catchingUp * 100)} %`);
    // What a moving run left out is said when it stands.
    if (this.reading && !(playing && !finished)) this.write(this.reading, performance.now());
    if (finished && this.reading) this.announce(this.reading, true);
  }

  private togglePlay(): void {
    if (this.state.finished) {
      const { steps } = this.session.spec.time;
      const refusal = this.session.extend(steps * 2);
      if (refusal) this.notices.show('refused', refusal);
      else {
        const { steps: longer } = this.session.spec.time;
        this.strip((strip) => strip.extend(longer));
      }
      this.client.send({ type: 'play' });
    } else this.client.send({ type: this.state.playing ? 'pause' : 'play' });
  }

  /** One step; at the end of the run, one further. */
  private async step(): Promise<void> {
    try {
      await this.client.step(1);
    } catch (error) {
      const { steps } = this.session.spec.time;
      const refusal = this.state.finished
        ? this.session.extend(steps + 1)
        : (error as Error).message;
      if (refusal) this.notices.show('refused', refusal);
      else {
        this.strip((strip) => strip.extend(steps + 1));
        await this.client.step(1).catch(() => {});
      }
    }
  }

  private newSeed(): void {
    const next = nextSeed(this.session.spec.ensemble.seed);
    this.session.edit(
      (spec) => {
        spec.ensemble.seed = next;
      },
      { from: 'start' },
    );
    this.notices.say(`Seed ${next}`);
  }

  private toggleScale(): void {
    if (this.views.current !== 'marginal') {
      this.views.toggleScale();
      this.showScaleButton();
      return;
    }
    const kind = this.scale.kind === 'linear' ? 'log' : 'linear';
    this.scale = { ...this.scale, kind };
    this.showScaleButton();
    if (this.reading) {
      // Another kind never serves as it is: the new scale is sent to the bars with the next
      // drawing.
      this.scale = { kind, top: 0, bottom: 0 };
      this.showReading(this.reading);
    }
  }

  private toggleTheory(): void {
    this.theoryShown = !this.theoryShown;
    byId('theory-button').setAttribute('aria-pressed', String(this.theoryShown));
    if (this.reading) this.showReading(this.reading);
  }

  private wireButtons(): void {
    const on = (id: string, run: () => void) => byId(id).addEventListener('click', run);
    on('play-button', () => this.togglePlay());
    on('step-button', () => this.step());
    on('restart-button', () => this.session.restart());
    on('seed-button', () => this.newSeed());
    on('all-particles', () => this.client.send({ type: 'all-particles' }));
    on('undo-button', () => this.session.undo());
    on('redo-button', () => this.session.redo());
    on('scale-button', () => this.toggleScale());
    on('theory-button', () => this.toggleTheory());
    on('copy-link', () => this.copyLink());
    on('table-button', () => this.toggleTable());
    on('axis-button', () => this.fixAxis(!this.session.axisFixed));
    on('speed-button', () => this.toggleSpeed());
    on('editor-button', () => this.toggleEditor());
    on('all-parameters-button', () => this.toggleAllParameters());
    byId('speed-select').addEventListener('change', (event) =>
      this.client.send({
        type: 'speed',
        factor: Number((event.target as HTMLSelectElement).value),
      }),
    );
    document.addEventListener('visibilitychange', () => this.showVisibility());
  }

  private wireKeyboard(): void {
    new Keyboard([
      { key: ' ', shown: 'Space', does: 'play or pause', run: () => this.togglePlay() },
      { key: '.', shown: '.', does: 'one step', run: () => this.step() },
      {
        key: 'r',
        shown: 'R',
        does: 'restart with the same seed',
        run: () => this.session.restart(),
      },
      { key: 'n', shown: 'N', does: 'new seed', run: () => this.newSeed() },
      { key: '[', shown: '[', does: 'less noise', run: () => this.controls.nudgeNoise(-1) },
      { key: ']', shown: ']', does: 'more noise', run: () => this.controls.nudgeNoise(1) },
      { key: 'v', shown: 'V', does: 'next view of a landscape', run: () => this.views.next() },
      { key: 'l', shown: 'L', does: 'logarithmic or linear scale', run: () => this.toggleScale() },
      { key: 't', shown: 'T', does: 'theory on or off', run: () => this.toggleTheory() },
      { key: 'b', shown: 'B', does: 'histogram as a table', run: () => this.toggleTable() },
      { key: 's', shown: 'S', does: 'speed over time', run: () => this.toggleSpeed() },
      { key: 'c', shown: 'C', does: 'copy the link', run: () => this.copyLink() },
      {
        key: 'e',
        shown: 'E',
        does: 'export',
        run: async () => (await this.exportMenu)?.toggle(true),
      },
      { key: 'mod+z', shown: 'Ctrl+Z', does: 'undo', run: () => this.session.undo() },
      { key: 'mod+shift+z', shown: 'Ctrl+Shift+Z', does: 'redo', run: () => this.session.redo() },
      { key: '?', shown: '?', does: 'this list', run: () => byId('help-button').click() },
    ]);
  }

  private async toggleTable(): Promise<void> {
    if (this.views.current !== 'marginal') return;
    const part = await load(() => import('./table-view'));
    if (!part) return;
    this.table ??= new part.TableView(() => this.reading);
    this.table.toggle();
  }

  /** @param asked  Now, and not on an earlier visit. */
  private async toggleSpeed(asked = true): Promise<void> {
    const part = await load(() => import('./speed-panel'));
    if (!part) return;
    this.speed ??= new part.SpeedPanel(this.client, () => this.adapter.identity);
    remember(SPEED_KEY, this.speed.toggle(asked) ? 'open' : 'closed');
  }

  private async toggleEditor(): Promise<void> {
    const part = await load(() => import('./spec-editor'));
    if (!part) return;
    if (!this.editor) {
      this.editor = part.openSpecEditor((next) => this.session.offer(next, { from: 'start' }));
      this.editor.show(this.session.spec);
    }
    this.editor.toggle();
  }

  private async toggleAllParameters(): Promise<void> {
    const part = await load(() => import('./all-parameters'));
    if (!part) return;
    const drawer = byId('all-parameters');
    this.allParameters ??= new part.AllParameters(drawer, this.session);
    setDrawer(byId('all-parameters-button'), drawer);
  }

  private async copyLink(): Promise<void> {
    const link = linkTo(this.session.spec);
    try {
      await navigator.clipboard.writeText(link);
      setText(byId('copy-link'), 'Link copied');
      this.notices.say('Link copied');
      setTimeout(() => setText(byId('copy-link'), 'Copy link'), 2000);
    } catch {
      this.notices.show(
        'copy',
        `The browser does not allow the page to copy; the link is in the address bar.`,
      );
    }
  }

  private tellOfLink({ refusal, notice }: AskedSpec, instead: string): void {
    if (refusal) this.notices.show('link', `${refusal} ${instead}`);
    else if (notice) this.notices.show('link', notice);
    else this.notices.close('link');
  }

  private showTrouble(sentence: string, report: string): void {
    this.session?.failed(sentence);
    if (toldOf(sentence)) return;
    const text = `Saddlescape ${this.adapter.identity.version}, ${this.adapter.summary}, ${navigator.userAgent}\n${linkTo(this.session.spec)}\n${report}`;
    this.notices.show('trouble', `Something went wrong: ${sentence}`, [
      { label: 'Copy report', run: () => copy(text), keep: true },
      { label: 'Restart', run: () => this.run(this.session.spec) },
    ]);
  }

  private showVisibility(): void {
    const { hidden } = document;
    this.client.send({ type: 'visible', visible: !hidden });
    document.title = hidden
      ? 'Paused while hidden: Saddlescape'
      : 'Saddlescape: does noise trap gradient descent?';
    if (!hidden && this.state.playing && !this.state.finished)
      this.notices.say('The run was paused while this tab was hidden; it continues now.');
  }

  private style() {
    return {
      color: rgbOf(cssColor('--bars')),
      scale: this.scale.kind,
      top: this.scale.top,
      bottom: this.scale.bottom,
    };
  }

  private recolor(): void {
    this.client.send({ type: 'style', style: this.style() });
    this.strip((strip) => strip.redraw());
    this.views.redraw();
  }

  private announceVerdict(spec: Spec, theory: Theory): void {
    const word = isShaken(spec) ? '' : verdictOf(spec, theory, null).word;
    if (word === this.announcedVerdict) return;
    if (this.announcedVerdict && word) this.notices.say(`Verdict: ${word}`);
    this.announcedVerdict = word;
  }

  private announce(reading: Reading, now = false): void {
    const time = performance.now();
    if (!now && time - this.announced < ANNOUNCE_MILLISECONDS) return;
    this.announced = time;
    this.notices.say(
      `Step ${whole(reading.sample.counts.step)}. ${byId('takeaway').textContent} Median ${place(reading.sample.quantiles[2], 2)}.`,
    );
  }
}

async function loadStrip(): Promise<PathStrip | null> {
  const part = await load(() => import('./path-strip'));
  return part && new part.PathStrip(byId('path-strip'), byId<HTMLCanvasElement>('strip-canvas'));
}

function stripOf(spec: Spec) {
  const { time, histogram } = spec;
  // On a surface 0 is a place like any other: the coordinate itself is drawn.
  const range = isShaken(spec) ? { low: histogram.min, high: histogram.max } : null;
  return { steps: time.steps, dt: time.dt, radius: spec.escape.radius, linear: range };
}

function isOutOfSight({ counts, particles }: Sample): boolean {
  return (counts.below + counts.above) / particles > MOST_OUT_OF_SIGHT;
}
