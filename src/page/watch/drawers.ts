import type { EngineIdentity } from '../../engine/engine';
import type { Spec } from '../../spec/spec';
import { load } from '../shared/boot';
import { deferred } from '../shared/deferred';
import { byId } from '../shared/dom';
import { setDrawer } from '../shared/drawer';
import type { JsonEditor } from '../shared/json-editor';
import type { Notices } from '../shared/notices';
import { remember, storedChoice } from '../shared/storage';
import type { ComparisonView } from './comparison/comparison-view';
import type { LiveClient } from './live/live-client';
import type { FromWorker } from './live/live-protocol';
import type { Reading } from './reading';
import type { SamplesPanel } from './samples-panel';
import type { Session } from './session';
import type { SpeedPanel } from './speed-panel';
import type { TableView } from './table-view';
import type { Views } from './views';

const SPEED_KEY = 'saddlescape.speed';
const MORE_KEY = 'saddlescape.more';

interface DrawersOptions {
  session: Session;
  notices: Notices;
  client: LiveClient;
  views: Views;
  identity: () => EngineIdentity;
  reading: () => Reading | null;
}

/**
 * Table, speed over time, editor, all parameters and methods beside each other: each is loaded when
 * it is first opened. What takes files of samples comes after the first picture.
 */
export class Drawers {
  private table: TableView | null = null;
  private speed: SpeedPanel | null = null;
  private editor: JsonEditor<Spec> | null = null;
  private allParameters: { show(spec: Spec): void } | null = null;
  private comparison: ComparisonView | null = null;
  private recorded!: Reading;
  private readonly samples: (use: (panel: SamplesPanel) => void) => void;

  constructor(private readonly options: DrawersOptions) {
    const on = (id: string, run: () => void) => byId(id).addEventListener('click', run);
    on('more-button', () => toggleMore());
    if (storedChoice(MORE_KEY) === 'open') toggleMore(false);
    on('table-button', () => this.toggleTable());
    on('speed-button', () => this.toggleSpeed());
    on('editor-button', () => this.toggleEditor());
    on('all-parameters-button', () => this.toggleAllParameters());
    on('comparison-button', () => this.toggleComparison());
    this.samples = deferred(
      load(() => import('./samples-panel')).then(
        (part) => part && new part.SamplesPanel(options.session, options.notices),
      ),
    );
    if (storedChoice(SPEED_KEY) === 'open') this.toggleSpeed(false);
  }

  /** Another spec is in force. */
  showSpec(spec: Spec): void {
    this.editor?.show(spec);
    this.allParameters?.show(spec);
    this.comparison?.showSpec(spec);
    this.samples((panel) => panel.show(spec));
  }

  showSpeed(news: Extract<FromWorker, { type: 'speed' }>): void {
    this.speed?.show(news);
  }

  /** The run stands: its table stays as it is. */
  settle(reading: Reading): void {
    this.table?.settle(reading);
  }

  /** What the run recorded, where its spec asks for it. */
  async showHistory(reading: Reading): Promise<void> {
    const figure = byId('history');
    figure.hidden = !reading.sample.history;
    this.recorded = reading;
    if (figure.hidden) return;
    const part = await load(() => import('./history-chart'));
    // Calls that wait for the same part go on in any order.
    part?.drawHistory(figure, this.recorded);
  }

  closeTable(): void {
    this.table?.close();
  }

  async toggleTable(): Promise<void> {
    if (this.options.views.current !== 'marginal') return;
    const part = await load(() => import('./table-view'));
    if (!part) return;
    this.table ??= new part.TableView(this.options.reading);
    this.table.toggle();
  }

  /** @param asked  Now, and not on an earlier visit. */
  async toggleSpeed(asked = true): Promise<void> {
    const part = await load(() => import('./speed-panel'));
    if (!part) return;
    this.speed ??= new part.SpeedPanel(this.options.client, this.options.identity);
    remember(SPEED_KEY, this.speed.toggle(asked) ? 'open' : 'closed');
  }

  private async toggleEditor(): Promise<void> {
    const part = await load(() => import('./spec-editor'));
    if (!part) return;
    const { session } = this.options;
    if (!this.editor) {
      this.editor = part.openSpecEditor((next) => session.offer(next, { from: 'start' }));
      this.editor.show(session.spec);
    }
    this.editor.toggle();
  }

  private async toggleAllParameters(): Promise<void> {
    const part = await load(() => import('./all-parameters'));
    if (!part) return;
    const drawer = byId('all-parameters');
    this.allParameters ??= new part.AllParameters(drawer, this.options.session);
    setDrawer(byId('all-parameters-button'), drawer);
  }

  private async toggleComparison(): Promise<void> {
    const part = await load(() => import('./comparison/comparison-view'));
    if (!part) return;
    const { session } = this.options;
    this.comparison ??= new part.ComparisonView(session.spec, (spec) =>
      session.offer(spec, { from: 'start' }),
    );
    this.comparison.toggle();
  }
}

/**
 * Everything but the few controls of a first look.
 * @param asked  Now, and not on an earlier visit.
 */
function toggleMore(asked = true): void {
  const more = byId('more');
  setDrawer(byId('more-button'), more, undefined, asked);
  if (asked) remember(MORE_KEY, more.hidden ? 'closed' : 'open');
}
