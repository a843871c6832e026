import type { EngineIdentity } from '../../engine/engine';
import { cpuSpeedSentence } from '../../experiment/engine-speeds';
import { postSummary } from '../../experiment/verify/claim';
import type { ClaimResult, SuiteName, Verification } from '../../experiment/verify/verify';
import { ProgramClient } from '../../host/program-client';
import type { Graphics } from '../../host/web/engines';
import type { AllListeners } from '../../host/worker-client';
import { VERSION } from '../../version';
import { startingWith, toldOf } from '../shared/boot';
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
import { engineSummary } from '../shared/summary';
import { Theme } from '../shared/theme';
import { askedRun } from './asked-run';
import { circumstances, score } from './check-words';
import { ClaimTable } from './claim-table';
import { OrderControls } from './order-controls';
import { ReportTools } from './report-tools';
import type { ClaimText, FromVerifyWorker, ToVerifyWorker } from './verify-protocol';
import { Report } from './verify-report';

/** What the page is doing, for scripts: `data-state` of the main element. */
type State = 'starting' | 'idle' | 'running' | 'done' | 'stopped' | 'failed';

const PAPERS_LEAD =
  'Exact numbers of published papers, put to the test on this very machine: theory against measurement, with interval, z and verdict.';

/** Whose claims the address asks for: `?suite=papers`, or the post's. */
function suiteOf(query: string): SuiteName {
  return new URLSearchParams(query).get('suite') === 'papers' ? 'papers' : 'post';
}

/** The Verify page: every claim of the post against the particles of this machine. */
export class VerifyPage {
  private readonly main = find(document, 'main');
  private readonly suite = suiteOf(location.search);
  private readonly notices = new Notices();
  private readonly controls = new OrderControls(() => this.followAddress());
  private readonly progress = new ProgressView((sentence) => this.notices.say(sentence));
  private readonly runAll = byId<HTMLButtonElement>('run-all');
  private readonly stopButton = byId<HTMLButtonElement>('stop-button');
  private readonly openAll = byId('open-all');
  private readonly client: ProgramClient<ToVerifyWorker, FromVerifyWorker>;
  private claims: ClaimText[] = [];
  private readonly recorded = recordedRun<Verification>(`verify.${this.suite}`, () =>
    this.suite === 'post' ? import('./recorded-post.json') : import('./recorded-papers.json'),
  );
  private table!: ClaimTable;
  private report!: Report;
  private tools!: ReportTools;
  private running = false;

  constructor() {
    new Theme(() => {});
    if (isExperiment(location.hash)) carryExperiment(location.hash);
    for (const link of document.querySelectorAll('.suites a'))
      if ((link as HTMLElement).dataset.suite === this.suite)
        link.setAttribute('aria-current', 'true');
    if (this.suite === 'papers') {
      setText(byId('says-heading'), 'The paper says');
      setText(byId('about-order'), PAPERS_LEAD);
    }
    this.setState('starting');
    const listeners: AllListeners<FromVerifyWorker> = {
      claims: ({ claims, zLimit }) => this.showClaims(claims[this.suite], zLimit),
      graphics: ({ graphics }) => this.showGraphics(graphics),
      engine: ({ identity }) => this.begin(identity),
      'no-gpu': ({ reason, detail }) =>
        this.notices.show(
          'no-gpu',
          [NO_GPU[reason], reason === 'failed' ? detail : ''].join(' ').trim(),
        ),
      'faster-cpu': ({ times }) => this.notices.show('faster-cpu', `${cpuSpeedSentence(times)}.`),
      recovered: ({ reason }) =>
        this.notices.show(
          'recovered',
          `The graphics device was lost (${reason}); the run continues on a new one.`,
        ),
      claim: ({ id, number, count }) => this.showClaim(id, number, count),
      result: ({ result }) => this.add(result),
      ended: ({ stopped }) => this.end(stopped ? 'stopped' : 'done'),
      failed: (message) => this.fail(message),
    };
    this.client = new ProgramClient(
      {
        open: () => new Worker(new URL('./verify-worker.ts', import.meta.url), { type: 'module' }),
        load: async () => (await import('./verify-here')).importVerifyWorker(),
        onHere: () => this.notices.show('no-workers', NO_WORKERS),
      },
      startingWith('graphics', listeners),
      (sentence, report) => this.fail({ type: 'failed', lost: false, sentence, report }),
    );
  }

  private showClaims(claims: ClaimText[], zLimit: number): void {
    this.claims = claims;
    this.table = new ClaimTable(claims, zLimit, (id) => this.run([id]));
    this.report = new Report(
      this.suite,
      claims.map(({ id }) => id),
    );
    this.tools = new ReportTools(this.report, this.notices);
    this.tools.update();
    setText(byId('z-limit'), zLimit.toFixed(2));
    this.runAll.addEventListener('click', () => this.run(null));
    this.stopButton.addEventListener('click', () => this.stop());
    new Keyboard([
      { key: 'r', shown: 'R', does: 'run all', run: () => this.run(null) },
      { key: 'Escape', shown: 'Esc', does: 'stop', run: () => this.stop() },
      this.controls.choices.shortcut,
    ]);
    this.openAll.addEventListener('click', () => this.toggleDetails());
    this.showOutcome();
    this.setBusy(false);
  }

  /**
   * The last thing that is waited for: from now on the page can run, and does where the address
   * says so.
   */
  private showGraphics(graphics: Graphics): void {
    this.controls.showGraphics(graphics);
    this.recorded.then((recorded) => {
      if (recorded && !this.running && this.report.size === 0) this.showRecorded(recorded);
      showFilled();
    });
    this.setState('idle');
    this.controls.choices.follow();
  }

  private followAddress(): void {
    const asked = askedRun(location.hash, this.report.order);
    if (!asked) return;
    if ('refusal' in asked) {
      this.notices.show('link', `The link cannot be followed: ${asked.refusal}`);
      return;
    }
    this.controls.choose(asked.engine, asked.particles);
    this.run(asked.ids);
  }

  private run(ids: string[] | null): void {
    if (this.running) return;
    for (const topic of ['no-gpu', 'faster-cpu', 'recovered', 'failed', 'link'])
      this.notices.close(topic);
    this.clearRecorded();
    this.setBusy(true);
    this.setState('running');
    for (const id of ids ?? this.report.order) this.table.setActivity(id, 'waits');
    this.progress.start();
    this.notices.say('The run begins.');
    this.client.send({ type: 'run', order: { ...this.controls.order, suite: this.suite, ids } });
  }

  /** What a run finds, before there is one of this visit. */
  private showRecorded(recorded: Recorded<Verification>): void {
    for (const result of recorded.report.claims)
      if (this.report.order.includes(result.id)) this.table.setResult(result.id, result);
    this.showScore(recorded.report);
    byId('recorded').hidden = false;
    setText(
      byId('recorded'),
      recordedWords(recorded, 'Press Run all to test them on this machine.'),
    );
  }

  private clearRecorded(): void {
    if (byId('recorded').hidden) return;
    byId('recorded').hidden = true;
    this.table.clear();
    this.showOutcome();
  }

  private stop(): void {
    if (!this.running) return;
    this.progress.stopping();
    this.client.send({ type: 'stop' });
  }

  private begin(identity: EngineIdentity): void {
    const away = this.report.begin(identity);
    if (away > 0) {
      this.notices.show(
        'away',
        `A report is of one engine: ${away === 1 ? 'one result' : `${away} results`} of another one made room.`,
      );
      this.table.clear();
      this.showOutcome();
    }
    setText(byId('adapter'), engineSummary(identity));
  }

  private showClaim(id: string, number: number, count: number): void {
    this.table.setActivity(id, 'running');
    const { title } = this.claims.find((claim) => claim.id === id)!;
    this.progress.show(`Claim ${number} of ${count}: ${title}`, number - 1, count);
  }

  private add(result: ClaimResult): void {
    this.report.add(result);
    this.table.setResult(result.id, result);
    this.showOutcome();
  }

  private end(state: 'done' | 'stopped' | 'failed'): void {
    this.progress.end();
    this.table.rest();
    this.setBusy(false);
    this.showOutcome();
    this.setState(state);
    const sentence = byId('outcome').textContent!;
    this.notices.say(state === 'stopped' ? `Stopped. ${sentence}` : sentence);
    const report = this.report.verification();
    if (report) keepLastRun(`verify.${this.suite}`, report);
    if (report) document.title = `${score(report)}: Saddlescape, Verify`;
  }

  private fail({ lost, sentence, report }: Extract<FromVerifyWorker, { type: 'failed' }>): void {
    if (this.report) this.end('failed');
    else this.setState('failed');
    if (toldOf(sentence)) return;
    const kept = this.report?.size ? ' Earlier results are kept.' : '';
    const text = `Saddlescape ${VERSION}, ${navigator.userAgent}\n${report}`;
    const onCpu = {
      label: 'Run all on the CPU',
      run: () => {
        this.controls.useCpu();
        this.run(null);
      },
    };
    const copyReport = {
      label: 'Copy report',
      run: () => copy(text),
      keep: true,
    };
    this.notices.show(
      'failed',
      lost
        ? `The graphics device was lost, and the browser gives no new one.${kept}`
        : `Something went wrong: ${sentence}${kept}`,
      this.report ? [onCpu, copyReport] : [copyReport],
    );
  }

  /** The score in large letters, and what it is of. */
  private showOutcome(): void {
    const report = this.report.verification();
    this.tools.update();
    if (report) {
      this.showScore(report);
      return;
    }
    this.openAll.hidden = true;
    const outcome = byId('outcome');
    delete outcome.dataset.failing;
    const scored = html('strong', {}, `${this.claims.length} claims,`);
    outcome.replaceChildren(scored, ' none tested here yet');
  }

  private showScore(report: Verification): void {
    this.openAll.hidden = false;
    const outcome = byId('outcome');
    const scored = html('strong');
    const total = this.claims.length;
    outcome.dataset.failing = String(report.failing > 0);
    const left = total - report.claims.length;
    setText(scored, `${score(report)},`);
    outcome.replaceChildren(
      scored,
      ` ${circumstances(report)}${left > 0 ? `; ${left} not tested` : ''}`,
      html('span', { class: 'post-summary' }, postSummary(report.claims, report.suite)),
    );
  }

  private toggleDetails(): void {
    const open = this.openAll.getAttribute('aria-pressed') !== 'true';
    this.openAll.setAttribute('aria-pressed', String(open));
    this.table.openAll(open);
  }

  private setBusy(busy: boolean): void {
    this.running = busy;
    // Not `disabled`: a button that was just pressed keeps the focus.
    this.runAll.setAttribute('aria-disabled', String(busy));
    this.stopButton.setAttribute('aria-disabled', String(!busy));
    this.table.setBusy(busy);
  }

  private setState(state: State): void {
    this.main.dataset.state = state;
    if (state !== 'starting' && state !== 'idle') showFilled();
  }
}
