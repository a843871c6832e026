import { messageOf } from '../../engine/open';
import type { Sweep } from '../../spec/sweep';
import { load } from '../shared/boot';
import { byId, find, html, setText } from '../shared/dom';
import type { Notices } from '../shared/notices';
import type { CellViews } from './cell-views';
import { linkToSweep } from './map-address';
import type { MapData } from './map-data';
import type { MapDrawing } from './map-drawing';
import type { ToMapWorker } from './map-protocol';
import { scalesOf } from './map-scales';
import { coloringOf, type Hatching, type Shown } from './panels';
import { responseName, responseOf } from './response-words';
import type { PictureOf } from './save-picture';
import { takeawayOf } from './takeaway';

interface MapToolsOptions {
  send: (message: ToMapWorker) => void;
  notices: Notices;
  drawing: MapDrawing;
  views: CellViews;
  data: () => MapData;
  /** What the link is of: the map that was asked for last. */
  sweep: () => Sweep;
  load: (name: string, bytes: Uint8Array) => void;
  engine: () => PictureOf['engine'];
  /** Something else of the map is shown from now on. */
  onShown: () => void;
}

/** Tools over a map: what is shown of it and how, the table, and files in and out. */
export class MapTools {
  private readonly hatch = byId<HTMLSelectElement>('hatch-select');
  private readonly shown = byId<HTMLSelectElement>('show-select');
  private readonly color = byId<HTMLSelectElement>('color-select');

  constructor(private readonly options: MapToolsOptions) {
    const { drawing, views } = options;
    this.hatch.addEventListener('change', () => {
      drawing.look.hatching = this.hatch.value as Hatching;
      drawing.draw();
    });
    this.shown.addEventListener('change', () => {
      drawing.look.show = this.shown.value as Shown;
      if (drawing.look.show === 'residuals') views.wantExact();
      options.onShown();
    });
    this.color.addEventListener('change', () => {
      drawing.look.response = this.color.value || null;
      this.offerShown();
      options.onShown();
    });
    byId('curves-button').addEventListener('click', () => this.toggleCurves());
    byId('table-button').addEventListener('click', () => views.toggleTable());
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
  }

  /**
   * What can be shown of a map that is opened. A response that it has too goes on colouring it.
   */
  opened({ sweep }: MapData): void {
    const { look } = this.options.drawing;
    const { responses = [] } = sweep;
    this.color.replaceChildren(
      html('option', { value: '' }, 'share that escaped'),
      ...responses.map((text) => html('option', { value: text }, responseName(responseOf(text)))),
    );
    if (look.response !== null && !responses.includes(look.response)) look.response = null;
    this.color.value = look.response ?? '';
    this.color.closest('label')!.hidden = responses.length === 0;
    // Exact probabilities of another map have to be asked for again.
    if (look.show === 'residuals') look.show = 'shares';
    this.offerShown();
  }

  /**
   * Sides against A have panels of their own where there are three sides or more; what is exact is
   * held against shares alone.
   */
  private offerShown(): void {
    const { look } = this.options.drawing;
    const option = (value: Shown) =>
      find<HTMLOptionElement>(this.shown, `option[value="${value}"]`);
    const data = this.options.data();
    const response = coloringOf(data, look);
    option('differences').hidden = data.sides.length < 3;
    option('residuals').hidden = response !== null;
    setText(option('shares'), response === null ? 'shares' : 'every side');
    setText(option('differences'), response === null ? 'A minus each' : 'A against each');
    if (option(look.show).hidden) look.show = 'shares';
    this.shown.value = look.show;
  }

  toggleCurves(): void {
    const { drawing } = this.options;
    drawing.look.curves = !drawing.look.curves;
    byId('curves-button').setAttribute('aria-pressed', String(drawing.look.curves));
    drawing.draw();
  }

  nextHatching(): void {
    this.hatch.selectedIndex = (this.hatch.selectedIndex + 1) % this.hatch.options.length;
    this.hatch.dispatchEvent(new Event('change'));
  }

  /** Opens a saved map. */
  async load(file: File): Promise<void> {
    try {
      const bytes = new Uint8Array(await file.arrayBuffer());
      this.options.load(file.name, bytes);
    } catch (error) {
      // It was removed since it was chosen, or memory does not hold it.
      this.options.notices.show(
        'refused',
        `The map in ${file.name} could not be read: ${messageOf(error)}`,
      );
    }
  }

  private async saveAs(format: string): Promise<void> {
    if (format === 'csv' || format === 'json' || format === 'npz') {
      this.options.send({ type: 'file', format, exact: this.options.data().exact });
      return;
    }
    const part = await load(() => import('./save-picture'));
    const { drawing, engine } = this.options;
    const data = this.options.data();
    const response = coloringOf(data, drawing.look);
    await part?.savePicture(format as 'svg' | 'png', {
      data,
      look: drawing.look,
      scales: scalesOf(data, response),
      link: linkToSweep(this.options.sweep()),
      takeaway: takeawayOf(data, response),
      engine: engine(),
    });
  }
}
