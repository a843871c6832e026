import { messageOf } from '../../engine/open';
import { OPENING_SPEC } from '../../spec/opening';
import { type Spec, withEnds } from '../../spec/spec';
import { type Theory, theoryOf } from '../../theory/theory';
import { load, toldOf } from '../shared/boot';
import { copy } from '../shared/copy';
import { deferred, deferredOnce } from '../shared/deferred';
import { byId, setText } from '../shared/dom';
import { whole } from '../shared/format';
import { NO_WORKERS } from '../shared/no-workers';
import { Notices } from '../shared/notices';
import { Theme } from '../shared/theme';
import { AdapterNote } from './adapter-note';
import { Announcer } from './announcer';
import { Controls } from './controls';
import { Drawers } from './drawers';
import type { ExportMenu } from './export-menu';
import { HistogramView } from './histogram-view';
import { shownLayout } from './layout-choice';
import { LiveClient } from './live/live-client';
import type { FromWorker, Sample } from './live/live-protocol';
import { limitOf } from './load-other-runs';
import { PathStripView } from './path-strip-view';
import { type AskedSpec, linkTo, onAddress, showSpecInAddress } from './permalink-sync';
import { PictureRange } from './picture-range';
import { PlayControls } from './play-controls';
import { PlotTools } from './plot-tools';
import type { ReaderParts } from './reader-parts';
import { Reader, type Reading } from './reading';
import { ReadingTexts } from './reading-texts';
import { installScripting } from './scripting';
import { Session } from './session';
import { VerdictView } from './verdict';
import { Views } from './views';
import { Visibility } from './visibility';

const SETTLE_MILLISECONDS = 2500;
/** Numbers that change more often than this cannot be read. */
const WRITE_MILLISECONDS = 200;

/** Puts the parts of the Watch page together. Each part lives in a file of its own. */
export class WatchPage {
  /** With reduced motion the page shows one picture from later in the run; Play starts the film. */
  private readonly still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  private readonly notices = new Notices();
  private readonly announcer = new Announcer(this.notices);
  private readonly verdict = new VerdictView();
  private readonly reader = new Reader(limitOf);
  private readonly histogram: HistogramView;
  private readonly strip: PathStripView;
  private readonly client: LiveClient;
  private readonly session: Session;
  private readonly play: PlayControls;
  private readonly controls: Controls;
  private readonly range: PictureRange;
  private readonly texts: ReadingTexts;
  private readonly drawers: Drawers;
  private readonly later: (use: (parts: ReaderParts) => void) => void;
  private readonly openWhole = deferredOnce(() =>
    load(() => import('./open-whole')).then((part) => part && new part.OpenWhole()),
  );
  private readonly adapter: AdapterNote;
  /** The menu of exports comes after the picture. */
  private readonly exportMenu: Promise<ExportMenu | null>;
  private readonly views: Views;
  private readonly tools: PlotTools;
  private reading: Reading | null = null;
  /** The reading is of the last step of the spec in force. */
  private ended = false;
  /** When texts were last written, and of which run. */
  private written = { run: -1, time: 0 };

  constructor(asked: AskedSpec) {
    new Theme(() => this.recolor());
    const spec = asked.spec ?? OPENING_SPEC;
    const fail = (error: Error) => this.showTrouble(messageOf(error), String(error.stack));
    this.histogram = new HistogramView(
      (size) => this.client?.send({ type: 'resize', ...size }),
      (style) => this.client.send({ type: 'style', style }),
    );
    this.strip = new PathStripView(spec);
    this.client = this.startWorker(spec);
    this.adapter = new AdapterNote(this.notices, (kind) =>
      this.client.send({ type: 'engine', kind }),
    );
    const refuse = (sentence: string) => this.notices.show('refused', sentence);
    const onSpec = (next: Spec, final: boolean) => this.showSpec(next, final);
    this.session = new Session(spec, this.client, onSpec, refuse);
    this.play = new PlayControls(this.session, this.client, this.notices, this.strip);
    this.range = new PictureRange(this.session, this.strip, fail);
    this.exportMenu = this.loadExportMenu(fail);
    this.controls = new Controls(this.session, (sentence) => this.notices.say(sentence), refuse);
    this.later = deferred(
      load(() => import('./reader-parts')).then((part) => {
        const { session, histogram, client, notices } = this;
        const run = (next: Spec) => this.run(next);
        return part && new part.ReaderParts({ session, histogram, client, notices, run, refuse });
      }),
    );
    this.views = new Views({
      count: (window) => this.client.send({ type: 'plane', window }),
      onView: () => this.tools.showView(),
      onCoordinate: (coordinate) =>
        this.session.edit((draft) => {
          draft.histogram.coordinate = coordinate;
        }),
      onSentence: (sentence) => this.showWhere(sentence),
      onVerdict: (verdict) => {
        if (verdict) this.verdict.showSurface(verdict);
      },
      fail,
    });
    this.tools = new PlotTools(this.histogram, this.views, {
      closeTable: () => this.drawers.closeTable(),
      redraw: () => this.reading && this.showReading(this.reading),
    });
    this.texts = new ReadingTexts(this.adapter, this.views);
    this.drawers = new Drawers({
      session: this.session,
      notices: this.notices,
      client: this.client,
      views: this.views,
      identity: () => this.adapter.identity,
      reading: () => this.reading,
    });
    installScripting(this.session, this.client, async (ratio) => {
      const menu = await this.exportMenu;
      if (!menu) throw new Error('Exports could not be loaded.');
      return menu.picture(ratio);
    });
    this.wireButtons();
    this.loadShortcuts();
    this.tellOfLink(asked, 'The first preset is shown instead.');
    this.showSpec(spec, asked.refusal === null);
    // Of theory-asker.ts, which comes later.
    addEventListener('theory', () => {
      this.announcer.verdict(this.session.spec, this.showSpec(this.session.spec, false));
      if (this.reading) this.take(this.reading.sample);
    });
    onAddress((next) => {
      const spec = next.spec ?? OPENING_SPEC;
      if (next.refusal === null && !this.session.revisit(spec)) this.run(spec);
      this.tellOfLink(next, 'The previous run continues.');
    });
    if (this.still) this.client.send({ type: 'settle', milliseconds: SETTLE_MILLISECONDS });
  }

  private startWorker(spec: Spec): LiveClient {
    const client = new LiveClient(
      {
        engine: ({ identity, canvas }) => this.adapter.show(identity, canvas),
        'no-gpu': (found) => this.adapter.explain((notice) => notice.without(found)),
        'faster-cpu': ({ times }) => this.adapter.explain((notice) => notice.fasterCpu(times)),
        started: (message) => this.began(message),
        refused: ({ run, sentence }) => {
          this.session.refused(run, sentence);
          this.notices.show('refused', `${sentence} The previous run continues.`);
        },
        sample: ({ sample }) => this.take(sample),
        paths: ({ run, step, values }) => {
          const known = this.session.specOf(run);
          if (known) this.strip.take(run, known, step, values);
        },
        'plane-paths': ({ run, step, x, y }) => this.views.takePaths(run, step, x, y),
        speed: (news) => this.drawers.showSpeed(news),
        state: (state) => this.showState(state),
        recovered: ({ step }) =>
          this.notices.show(
            'recovered',
            `The graphics driver was reset. The run was replayed to step ${whole(step)}; nothing is lost.`,
          ),
        trouble: ({ sentence, report }) => this.showTrouble(sentence, report),
      },
      () => this.notices.show('no-workers', NO_WORKERS),
    );
    client.start(
      {
        type: 'start',
        spec,
        playing: !this.still,
        style: this.histogram.style(),
        size: this.histogram.size(),
        prefersGpu: location.search === '?engine=gpu',
      },
      [byId<HTMLCanvasElement>('bars-cpu'), byId<HTMLCanvasElement>('bars-gpu')],
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
    this.range.showButton();
    this.views.open();
    if (this.still) this.client.send({ type: 'settle', milliseconds: SETTLE_MILLISECONDS });
    else this.client.send({ type: 'play' });
  }

  private showSpec(spec: Spec, final: boolean): Theory {
    this.range.showButton();
    this.controls.show(spec);
    const theory = this.showVerdict();
    this.views.showSpec(spec);
    for (const equation of document.querySelectorAll<HTMLElement>('.equation'))
      equation.hidden = !equation.dataset.loss!.split(' ').includes(spec.loss.kind);
    this.later((parts) => parts.showSpec(spec, final));
    if (!final) return theory;
    const limit = limitOf(spec);
    if (limit) this.notices.show('limits', limit.sentence);
    else this.notices.close('limits');
    this.drawers.showSpec(spec);
    showSpecInAddress(spec);
    if (shownLayout() !== 'full') this.openWhole((link) => link.show(spec));
    byId<HTMLButtonElement>('undo-button').disabled = !this.session.canUndo;
    byId<HTMLButtonElement>('redo-button').disabled = !this.session.canRedo;
    this.announcer.verdict(spec, theory);
    return theory;
  }

  private began({ run, particles, preview }: Extract<FromWorker, { type: 'started' }>): void {
    this.session.started(run);
    const spec = this.session.specOf(run);
    if (!spec) return;
    this.strip.began(run, spec);
    this.views.began(run, particles);
    byId('all-particles').hidden = preview || particles >= spec.ensemble.particles;
  }

  private async loadExportMenu(fail: (error: Error) => void): Promise<ExportMenu | null> {
    const part = await load(() => import('./export-menu'));
    return (
      part &&
      new part.ExportMenu(this.client, {
        look: () => ({ scale: this.histogram.scaleKind, theory: this.histogram.theoryShown }),
        now: () => ({ reading: this.reading, engine: this.adapter.identity }),
        notices: this.notices,
        spec: () => this.session.spec,
        fail,
      })
    );
  }

  private take(sample: Sample): void {
    const known = this.session.specOf(sample.run);
    if (!known) return;
    // What was counted before the ends moved is drawn between those it was counted between.
    const spec = withEnds(known, sample.ends);
    this.reading = this.reader.read(spec, sample);
    this.showReading(this.reading);
    this.range.take(this.reading);
  }

  private showReading(reading: Reading): void {
    this.histogram.draw(reading, this.range.elsewhere(reading));
    this.later((parts) => parts.take(reading));
    const now = performance.now();
    const moving = this.play.moving && reading.sample.run === this.written.run;
    if (!moving || now - this.written.time >= WRITE_MILLISECONDS) this.write(reading, now);
  }

  /** All texts that a reading has, so that no two of them are of different moments. */
  private write(reading: Reading, now: number): void {
    const { sample } = reading;
    this.written = { run: sample.run, time: now };
    if (sample.plane) this.views.takePlane(sample.plane);
    if (this.ended !== this.hasEnded()) this.showVerdict();
    this.verdict.showWhereabouts(reading);
    this.texts.write(reading);
    this.drawers.showHistory(reading);
    if (!this.play.moving) this.drawers.settle(reading);
    this.announcer.reading(reading);
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

  /** Under a view of the plane: where the particles are. */
  private showWhere(sentence: string): void {
    if (this.views.current !== 'marginal') setText(byId('takeaway'), sentence);
  }

  private showState(state: Extract<FromWorker, { type: 'state' }>): void {
    this.play.show(state);
    if (!this.reading) return;
    // What a moving run left out is said when it stands.
    if (!this.play.moving) this.write(this.reading, performance.now());
    if (state.finished) this.announcer.reading(this.reading, true);
  }

  private wireButtons(): void {
    const on = (id: string, run: () => void) => byId(id).addEventListener('click', run);
    on('all-particles', () => this.client.send({ type: 'all-particles' }));
    on('undo-button', () => this.session.undo());
    on('redo-button', () => this.session.redo());
    on('copy-link', () => this.copyLink());
    const speed = byId<HTMLSelectElement>('speed-select');
    const send = () => this.client.send({ type: 'speed', factor: Number(speed.value) });
    speed.addEventListener('change', send);
    new Visibility((visible) => this.showVisibility(visible));
  }

  private async loadShortcuts(): Promise<void> {
    const part = await load(() => import('./shortcuts'));
    part?.installShortcuts({
      session: this.session,
      controls: this.controls,
      views: this.views,
      play: this.play,
      drawers: this.drawers,
      exportMenu: this.exportMenu,
      tools: this.tools,
      copyLink: () => this.copyLink(),
    });
  }

  private copyLink(): void {
    this.later((parts) => parts.copyLink());
  }

  private tellOfLink({ refusal, notice, proof }: AskedSpec, instead: string): void {
    if (refusal) this.notices.show('link', `${refusal} ${instead}`);
    else if (notice) this.notices.show('link', notice);
    else this.notices.close('link');
    this.later((parts) => parts.prove(proof));
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

  private showVisibility(visible: boolean): void {
    this.client.send({ type: 'visible', visible });
    document.title = visible
      ? 'Saddlescape: does noise trap gradient descent?'
      : 'Paused while hidden: Saddlescape';
    if (visible && this.play.moving)
      this.notices.say('The run was paused while this tab was hidden; it continues now.');
  }

  private recolor(): void {
    this.client.send({ type: 'style', style: this.histogram.style() });
    this.strip.redraw();
    this.views.redraw();
  }
}
