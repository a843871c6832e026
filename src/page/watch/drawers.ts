import type { EngineIdentity } from '../../engine/engine';
import type { Spec } from '../../spec/spec';
import { load } from '../shared/boot';
import { byId } from '../shared/dom';
import { setDrawer } from '../shared/drawer';
import type { JsonEditor } from '../shared/json-editor';
import { remember, storedChoice } from '../shared/storage';
import type { LiveClient } from './live/live-client';
import type { FromWorker } from './live/live-protocol';
import type { Reading } from './reading';
import type { Session } from './session';
import type { SpeedPanel } from './speed-panel';
import type { TableView } from './table-view';
import type { Views } from './views';

const SPEED_KEY = 'saddlescape.speed';

interface DrawersOptions {
  session: Session;
  client: LiveClient;
  views: Views;
  identity: () => EngineIdentity;
  reading: () => Reading | null;
}

/** Table, speed over time, editor and all parameters: each is loaded when it is first opened. */
export class Drawers {
  private table: TableView | null = null;
  private speed: SpeedPanel | null = null;
  private editor: JsonEditor<Spec> | null = null;
  private allParameters: { show(spec: Spec): void } | null = null;
  private recorded!: Reading;

  constructor(private readonly options: DrawersOptions) {
    const on = (id: string, run: () => void) => byId(id).addEventListener('click', run);
    on('table-button', () => this.toggleTable());
    on('speed-button', () => this.toggleSpeed());
    on('editor-button', () => this.toggleEditor());
    on('all-parameters-button', () => this.toggleAllParameters());
    if (storedChoice(SPEED_KEY) === 'open') this.toggleSpeed(false);
  }

  /** Another spec is in force. */
  showSpec(spec: Spec): void {
    this.editor?.show(spec);
    this.allParameters?.show(spec);
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
}
