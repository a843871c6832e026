import { toMarkdown } from '../../experiment/bench/markdown';
import type { BenchTexts } from '../../experiment/bench/options';
import type { BenchReport } from '../../experiment/bench/report';
import { headlineOf, sectionsOf } from '../../experiment/bench/sections';
import { canonicalJson } from '../../experiment/canonical';
import { ProgramClient } from '../../host/program-client';
import type { Graphics } from '../../host/web/engines';
import type { AllListeners } from '../../host/worker-client';
import { VERSION } from '../../version';
import { startingWith, toldOf } from '../shared/boot';
import { Choices, choose } from '../shared/choices';
import { copy } from '../shared/copy';
import { byId, find, html, setText } from '../shared/dom';
import { carryExperiment, isExperiment } from '../shared/experiment-links';
import { showFilled } from '../shared/filled';
import { Keyboard } from '../shared/keyboard';
import { NO_GPU } from '../shared/no-gpu';
import { NO_WORKERS } from '../shared/no-workers';
import { Notices } from '../shared/notices';
import { ProgressView } from '../shared/progress-view';
import { keepLastRun, type Recorded, recordedRun, recordedWords } from '../shared/recorded';
import { save } from '../shared/save';
import { Theme } from '../shared/theme';
import type { FromBenchWorker, ToBenchWorker } from './bench-protocol';
import { Card } from './card';
import { curveChart } from './curve-chart';
import { Frames } from './frames';
import { fragmentOfOrder, orderOfExperiment, orderOfFragment, orderOfReport } from './order';
import { showSections } from './section-view';

/** What the page is doing, for scripts: `data-state` of the main element. */
type State = 'starting' | 'idle' | 'running' | 'done' | 'stopped' | 'failed';

/** The Bench page: the GPU of this machine against its CPU. */
export class BenchPage {
  private readonly main = find(document, 'main');
  private readonly notices = new Notices();
  private readonly progress = new ProgressView((sentence) => this.notices.say(sentence));
  private readonly frames = new Frames();
  private readonly card = new Card();
  private readonly parts = byId<HTMLSelectElement>('parts-select');
  private readonly particles = byId<HTMLSelectElement>('particles-select');
  private readonly most = byId<HTMLSelectElement>('most-select');
  private readonly choices = new Choices(
    [this.parts, this.particles, this.most],
    () => {},
    () => this.followAddress(),
  );
  private readonly runButton = byId('run-button');
  private readonly stopButton = byId('stop-button');
  private readonly copy = byId<HTMLButtonElement>('copy-markdown');
  private readonly download = byId<HTMLButtonElement>('download-json');
  private readonly client: ProgramClient<ToBenchWorker, FromBenchWorker>;
  private report: BenchReport | null = null;
  /** What stands on the page: the report, or before there is one, a recorded run. */
  private shown: BenchReport | null = null;
  private readonly recorded = recordedRun<BenchReport>(
    'bench',
    () => import('./recorded-bench.json'),
  );
  /** What a link asked for that no list is for. */
  private asked: BenchTexts = {};
  /** The fragment of a run of Watch; empty where none was sent along. */
  private experiment = '';
  private running = false;

  constructor() {
    new Theme(() => {});
    this.setState('starting');
    const listeners: AllListeners<FromBenchWorker> = {
      graphics: ({ graphics }) => this.showGraphics(graphics),
      progress: ({ sentence, done, total }) => this.progress.show(sentence, done, total),
      report: ({ report }) => this.show(report, false),
      ended: ({ report }) => this.end(report),
      recovered: ({ reason }) =>
        this.notices.show(
          'recovered',
          `The graphics device was lost (${reason}); the benchmark continues on a new one, and the sample in progress is slower.`,
        ),
      failed: (message) => this.fail(message),
    };
    this.client = new ProgramClient(
      {
        open: () => new Worker(new URL('./bench-worker.ts', import.meta.url), { type: 'module' }),
        load: async () => (await import('./bench-here')).importBenchWorker(),
        onHere: () => this.notices.show('no-workers', NO_WORKERS),
      },
      startingWith('graphics', listeners),
      (sentence, detail) =>
        this.fail({ type: 'failed', lost: false, sentence, detail, report: null }),
    );
    this.runButton.addEventListener('click', () => this.run());
    this.stopButton.addEventListener('click', () => this.stop());
    new Keyboard([
      { key: 'r', shown: 'R', does: 'run', run: () => this.run() },
      { key: 'Escape', shown: 'Esc', does: 'stop', run: () => this.stop() },
      this.choices.shortcut,
    ]);
    this.copy.addEventListener('click', () =>
      this.copyText(this.copy, 'Copy as Markdown', toMarkdown(this.report!)),
    );
    const link = byId<HTMLButtonElement>('copy-link');
    link.addEventListener('click', () => this.copyText(link, 'Copy link', this.link));
    this.download.addEventListener('click', () => this.downloadJson());
    document.addEventListener('visibilitychange', () => this.watchSight());
    new ResizeObserver(() => this.drawCurve()).observe(byId('curve'));
  }

  private showGraphics(graphics: Graphics): void {
    const what = graphics.found
      ? `${graphics.software ? 'Software GPU' : 'GPU'}: ${graphics.name}`
      : NO_GPU[graphics.reason];
    setText(byId('adapter'), what);
    if (!graphics.found || graphics.software)
      setText(
        byId('order-hint'),
        `${graphics.found ? `${graphics.name} is a software GPU, so there will be no headline.` : NO_GPU[graphics.reason]} Everything else is measured. Keep this tab visible and the machine idle while it runs.`,
      );
    this.recorded.then((recorded) => {
      if (recorded && !this.running && !this.report) this.showRecorded(recorded);
      showFilled();
    });
    this.setState('idle');
    this.choices.follow();
  }

  /** What another page sent along is the work that is chosen; it waits for *Run*. */
  private takeExperiment(): void {
    const order = orderOfExperiment(location.hash);
    if ('refusal' in order) {
      this.notices.show('link', `The experiment cannot be measured: ${order.refusal}`);
      return;
    }
    carryExperiment(location.hash);
    this.experiment = location.hash;
    const { options } = this.parts;
    if (!options.namedItem('experiment'))
      options.add(
        html('option', { id: 'experiment', value: order.parts! }, 'The experiment of Watch'),
        0,
      );
    options.selectedIndex = 0;
  }

  private followAddress(): void {
    if (isExperiment(location.hash)) this.takeExperiment();
    const order = orderOfFragment(location.hash);
    if (!order) return;
    if ('refusal' in order) {
      this.notices.show('link', `The link cannot be followed: ${order.refusal}`);
      return;
    }
    if (this.running) {
      this.notices.show(
        'link',
        'A benchmark is running: stop it or wait for its end, then open the link again.',
      );
      return;
    }
    const { parts, particles, most, ...rest } = order;
    this.asked = rest;
    choose(this.parts, parts);
    choose(this.particles, particles);
    choose(this.most, most);
    this.run();
  }

  private get order(): BenchTexts {
    return {
      parts: this.parts.value,
      ...(this.parts.value.includes('experiment') ? { experiment: this.experiment } : {}),
      ...(this.particles.value ? { particles: this.particles.value } : {}),
      ...(this.most.value ? { most: this.most.value } : {}),
      ...this.asked,
    };
  }

  /** Runs again what is shown; before there is anything, what is chosen. */
  private get link(): string {
    const { parts } = this.report ? orderOfReport(this.report) : this.order;
    if (parts?.includes('experiment')) return location.href.replace(/#.*$/, '') + this.experiment;
    return (
      location.href.replace(/#.*$/, '') +
      fragmentOfOrder(this.report ? orderOfReport(this.report) : this.order)
    );
  }

  private run(): void {
    if (this.running) return;
    for (const topic of ['recovered', 'failed', 'link']) this.notices.close(topic);
    this.report = null;
    this.clear();
    this.setBusy(true);
    this.setState('running');
    this.progress.start();
    this.frames.start();
    this.notices.say('The benchmark begins.');
    this.client.send({ type: 'run', order: this.order });
    this.watchSight();
  }

  private stop(): void {
    if (!this.running) return;
    this.progress.stopping();
    this.client.send({ type: 'stop' });
  }

  private watchSight(): void {
    if (this.running && document.visibilityState === 'hidden') this.client.send({ type: 'hidden' });
  }

  private show(report: BenchReport, ended: boolean): void {
    report.frames = this.frames.summary();
    this.report = report;
    this.draw(report, ended);
    this.copy.disabled = this.download.disabled = !ended;
  }

  private draw(report: BenchReport, ended: boolean): void {
    this.shown = report;
    this.card.show(report, ended);
    showSections(byId('sections'), sectionsOf(report));
    this.drawCurve();
  }

  private clear(): void {
    this.shown = null;
    byId('recorded').hidden = true;
    this.card.hide();
    showSections(byId('sections'), []);
    this.drawCurve();
  }

  /** What a run gives, before there is one of this visit. */
  private showRecorded(recorded: Recorded<BenchReport>): void {
    this.draw(recorded.report, true);
    byId('recorded').hidden = false;
    setText(byId('recorded'), recordedWords(recorded, 'Press Run to measure this machine.'));
  }

  private end(report: BenchReport): void {
    this.rest();
    this.show(report, true);
    if (report.complete) keepLastRun('bench', report);
    this.setState(report.complete ? 'done' : 'stopped');
    this.notices.say(`${report.complete ? '' : 'Stopped. '}${headlineOf(report)}`);
  }

  private fail({
    lost,
    sentence,
    detail,
    report,
  }: Extract<FromBenchWorker, { type: 'failed' }>): void {
    this.rest();
    if (report && report.measurements.length > 0) this.show(report, true);
    else this.card.hide();
    this.setState('failed');
    if (toldOf(sentence)) return;
    const kept = this.report ? ' Earlier measurements stay on the page.' : '';
    const text = `Saddlescape ${VERSION}, ${navigator.userAgent}\n${detail}`;
    this.notices.show(
      'failed',
      lost
        ? `The graphics device was lost, and the browser gives no new one.${kept}`
        : `Something went wrong: ${sentence}${kept}`,
      [{ label: 'Copy report', run: () => copy(text), keep: true }],
    );
  }

  private rest(): void {
    this.frames.stop();
    this.progress.end();
    this.setBusy(false);
  }

  private drawCurve(): void {
    const figure = byId('curve');
    const chart = this.shown && curveChart(this.shown, byId('results').clientWidth);
    figure.hidden = !chart;
    byId('curve-plot').replaceChildren(...(chart ? [chart] : []));
  }

  private async copyText(button: HTMLButtonElement, label: string, text: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      setText(button, 'Copied');
      this.notices.say('Copied');
      setTimeout(() => setText(button, label), 2000);
    } catch {
      this.notices.show('copy', 'The browser does not allow the page to copy.');
    }
  }

  private downloadJson(): void {
    save(`${canonicalJson(this.report, 2)}\n`, 'saddlescape-benchmark.json', 'application/json');
    this.notices.say('Downloaded');
  }

  private setBusy(busy: boolean): void {
    this.running = busy;
    // Not `disabled`: a button that was just pressed keeps the focus.
    this.runButton.setAttribute('aria-disabled', String(busy));
    this.stopButton.setAttribute('aria-disabled', String(!busy));
    if (busy) this.copy.disabled = this.download.disabled = true;
  }

  private setState(state: State): void {
    this.main.dataset.state = state;
    if (state !== 'starting' && state !== 'idle') showFilled();
  }
}
