import type { EngineChoice } from '../../experiment/engine-choice';
import type { Sweep } from '../../spec/sweep';
import { SWEEP_PRESETS } from '../../spec/sweep-presets';
import { withAxesSwapped } from '../../spec/tied-fields';
import { load } from '../shared/boot';
import { byId, html, setText } from '../shared/dom';
import type { JsonEditor } from '../shared/json-editor';
import { AxisControls } from './axis-controls';
import { BaseControls } from './base-controls';
import { ResponseControls } from './response-controls';
import { SideControls } from './side-controls';
import { TiedControls } from './tied-controls';

interface SweepControlsOptions {
  /** The sweep of the open map. */
  sweep: () => Sweep;
  /** @param response  What colours it; left out, what did so before. */
  open: (sweep: Sweep, response?: string | null) => void;
  /** Offers a changed sweep; returns a sentence when it is refused. */
  offer: (change: (draft: Sweep) => void) => string | null;
}

/** What a map is of: presets, axes, sides, responses, base, engine and the editor. */
export class SweepControls {
  private readonly axes: AxisControls[];
  private readonly sides: SideControls;
  private readonly tied: TiedControls;
  private readonly responses: ResponseControls;
  private readonly base: BaseControls;
  private readonly presets = byId<HTMLSelectElement>('preset-select');
  private readonly engineSelect = byId<HTMLSelectElement>('engine-select');
  private editor: JsonEditor<Sweep> | null = null;

  constructor(private readonly options: SweepControlsOptions) {
    const { sweep, open, offer } = options;
    this.axes = [new AxisControls('x', offer), new AxisControls('y', offer)];
    this.sides = new SideControls(offer);
    this.tied = new TiedControls(offer);
    this.responses = new ResponseControls(offer);
    this.base = new BaseControls(offer);
    this.presets.append(html('option', { value: '', disabled: '', hidden: '' }, 'Your own'));
    for (const [i, { title }] of SWEEP_PRESETS.entries())
      this.presets.append(html('option', { value: String(i) }, title));
    this.presets.addEventListener('change', () => {
      const { sweep, response = null } = SWEEP_PRESETS[Number(this.presets.value)];
      open(sweep, response);
    });
    this.engineSelect.addEventListener('change', () => open(sweep()));
    byId('swap-axes').addEventListener('click', () =>
      offer((draft) => {
        [draft.x, draft.y] = [draft.y, draft.x];
        const tied = Object.entries(draft.tied ?? {});
        if (tied.length > 0)
          draft.tied = Object.fromEntries(
            tied.map(([path, formula]) => [path, withAxesSwapped(formula)]),
          );
      }),
    );
    byId('editor-button').addEventListener('click', () => this.toggleEditor());
  }

  get engine(): EngineChoice {
    return this.engineSelect.value as EngineChoice;
  }

  set engine(choice: EngineChoice) {
    this.engineSelect.value = choice;
  }

  show(sweep: Sweep): void {
    for (const axis of this.axes) axis.show(sweep);
    this.sides.show(sweep);
    this.tied.show(sweep);
    this.responses.show(sweep);
    this.base.show(sweep);
    this.editor?.show(sweep);
    const key = JSON.stringify(sweep);
    const index = SWEEP_PRESETS.findIndex((preset) => JSON.stringify(preset.sweep) === key);
    this.presets.value = index < 0 ? '' : String(index);
    setText(byId('preset-sentence'), index < 0 ? '' : SWEEP_PRESETS[index].sentence);
  }

  private async toggleEditor(): Promise<void> {
    if (!this.editor) {
      const part = await load(() => import('./sweep-editor'));
      if (!part) return;
      this.editor ??= part.openSweepEditor(this.options.open);
      this.editor.show(this.options.sweep());
    }
    this.editor.toggle();
  }
}
