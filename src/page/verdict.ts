import { stepRates } from '../spec/rates';
import type { Spec } from '../spec/spec';
import type { Theory } from '../theory/law';
import { byId, setText } from './dom';
import { number, signed } from './format';
import { niceStep } from './scales';
import { svg } from './svg';

export const VERDICT_WORDS: Record<Theory['verdict'], string> = {
  trapped: 'TRAPPED',
  escapes: 'ESCAPES',
  critical: 'CRITICAL',
};

/** The large word, its reason, and the gauge with both growth rates. */
export class VerdictView {
  private readonly word = byId('verdict-word');
  private readonly why = byId('verdict-why');
  private readonly gauge = byId('growth-gauge');
  private gaugeKey = '';

  show(spec: Spec, theory: Theory): void {
    const verdict = pageVerdict(spec, theory);
    setText(this.word, VERDICT_WORDS[verdict]);
    this.word.dataset.verdict = verdict;
    setText(this.why, verdictReason(spec, theory));
    const key = `${theory.lyapunovExponentPerTime} ${theory.sdeGrowthRate}`;
    if (key === this.gaugeKey) return;
    this.gaugeKey = key;
    this.gauge.replaceChildren(drawGauge(theory.lyapunovExponentPerTime, theory.sdeGrowthRate));
  }
}

/** Push and pull that cancel to this share of their sum are called critical: no run is long enough to tell. */
const CRITICAL_SHARE = 0.005;

/** The word on the page: that of the theory, except so near to the threshold that nobody could see it. */
export function pageVerdict(spec: Spec, theory: Theory): Theory['verdict'] {
  const { growth, sigma } = stepRates(spec, spec.histogram.coordinate).sde;
  const parts = Math.abs(growth) + (sigma * sigma) / 2;
  return Math.abs(theory.lyapunovExponentPerTime) <= CRITICAL_SHARE * parts ? 'critical' : theory.verdict;
}

/** One or two short sentences: what happens to |x| in the long run, and whether small steps would do the same. */
export function verdictReason(spec: Spec, theory: Theory): string {
  const rate = theory.lyapunovExponentPerTime;
  const unit = spec.time.dt === 1 ? 'step' : 'unit of time';
  const units = (amount: number) => `${number(amount, 2)} ${unit === 'step' ? 'steps' : 'units of time'}`;
  const verdict = pageVerdict(spec, theory);
  let sentence: string;
  const { growth, sigma } = stepRates(spec, spec.histogram.coordinate).sde;
  if (growth === 0 && sigma === 0)
    sentence = 'Nothing pushes and nothing pulls: the additive noise alone spreads the particles.';
  else if (verdict === 'critical')
    sentence =
      'At the threshold push and pull cancel: |x| neither shrinks nor grows in the long run, and the spread never stops widening.';
  else if (rate === Number.NEGATIVE_INFINITY)
    sentence = 'Some steps multiply x by 0: whatever came before is forgotten.';
  else {
    const verb = verdict === 'trapped' ? 'shrink' : 'grow';
    const size = Math.abs(rate);
    const pace =
      size >= 0.4
        ? `${number(Math.exp(size), 2)}-fold every ${unit}`
        : `by a factor e every ${units(1 / size)}`;
    sentence = `Slope and noise together ${verb} |x| ${pace}, along almost every path.`;
  }
  const sde = theory.sdeGrowthRate;
  const opposite = verdict !== 'critical' && sde !== 0 && sde < 0 !== (verdict === 'trapped');
  if (!opposite) return sentence;
  return `${sentence} Small steps would ${sde < 0 ? 'trap' : 'free'} it.`;
}

const WIDTH = 280;
const HEIGHT = 66;
const MIDDLE = 33;

/** A line with 0 in its middle: left of it particles are pulled in, right of it they are pushed out. */
function drawGauge(steps: number, sde: number): SVGSVGElement {
  const finite = [steps, sde].filter(Number.isFinite);
  const reach = niceStep(Math.max(0.1, ...finite.map((rate) => Math.abs(rate) * 1.05)));
  const x = (rate: number) => WIDTH / 2 + (Math.max(-reach, Math.min(reach, rate)) / reach) * (WIDTH / 2 - 8);
  const description = `Growth rate of ln |x| per unit of time: ${signed(steps, 3)} for these steps, ${signed(sde, 3)} in the limit of small steps. Below 0 traps.`;
  const picture = svg('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': description });
  picture.append(
    svg('rect', { class: 'pull', x: 8, y: MIDDLE - 3, width: WIDTH / 2 - 8, height: 6 }),
    svg('rect', { class: 'push', x: WIDTH / 2, y: MIDDLE - 3, width: WIDTH / 2 - 8, height: 6 }),
    svg('line', { class: 'zero', x1: WIDTH / 2, x2: WIDTH / 2, y1: MIDDLE - 8, y2: MIDDLE + 8 }),
  );
  const label = (text: string, rate: number, y: number, className: string) => {
    const at = x(rate);
    const half = text.length * 3.9;
    const middle = Math.max(half, Math.min(WIDTH - half, at));
    picture.append(svg('text', { class: className, x: middle, y, 'text-anchor': 'middle' }, text));
  };
  picture.append(svg('circle', { class: 'sde', cx: x(sde), cy: MIDDLE, r: 5.5 }));
  picture.append(svg('circle', { class: 'steps', cx: x(steps), cy: MIDDLE, r: 5.5 }));
  label(`these steps ${signed(steps)}`, steps, MIDDLE - 14, 'value');
  label(`SDE ${signed(sde)}`, sde, MIDDLE + 24, '');
  return picture;
}
