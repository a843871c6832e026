import { lossText } from '../../models/registry';
import { isSeparable, seesNoise, stepRates } from '../../spec/rates';
import { dimensionOf, isShaken, radiusOf, type Spec, shakeOf } from '../../spec/spec';
import { growsAtARate, isLinearChain } from '../../theory/handles';
import { isKnown, type Theory, theoryOf } from '../../theory/theory';
import { byId, html, setText } from '../shared/dom';
import { number, percent, signed } from '../shared/format';
import { coordinateName, outsideWords, regionWord } from '../shared/names';
import { niceStep } from '../shared/scales';
import { svg } from '../shared/svg';
import { COMPUTING } from './computing';
import { horizonOf } from './horizon';
import { inSymbols, type Reading } from './reading';

export const VERDICT_WORDS: Record<Theory['verdict'], string> = {
  trapped: 'TRAPPED',
  escapes: 'ESCAPES',
  critical: 'CRITICAL',
  unknown: 'NOT KNOWN',
};

/** In place of a verdict that is on its way. */
export const COMPUTING_WORD = 'COMPUTING …';

/**
 * The large word, its reason, what this run has to do with it, where the particles are, and the
 * gauge with both growth rates.
 */
export class VerdictView {
  private readonly word = byId('verdict-word');
  private readonly why = byId('verdict-why');
  private readonly horizon = byId('verdict-horizon');
  private readonly gauge = byId('growth-gauge');
  private readonly whereabouts = new Whereabouts(byId('whereabouts'));
  private gaugeKey = '';
  private surface: SurfaceVerdict | null = null;

  /** @param left  Share that was beyond the radius, at the last step of the run; null before it. */
  show(spec: Spec, theory: Theory, left: number | null): void {
    const surface = isShaken(spec);
    if (!surface) this.surface = null;
    const decisive = surface ? { spec, theory, prefix: '' } : decisiveOf(spec, theory);
    const { word, why, horizon, tone } = verdictWords(spec, theory, left);
    setText(this.word, this.surface?.word ?? word);
    setText(this.why, this.surface?.why ?? why);
    setText(this.horizon, horizon);
    this.word.dataset.verdict = tone;
    this.whereabouts.name(spec);
    const rates = gaugeRates(spec, theory) && gaugeRates(decisive.spec, decisive.theory);
    this.gauge.hidden = !rates;
    if (!rates) return;
    const { steps, sde } = rates;
    const key = `${steps} ${sde}`;
    if (key === this.gaugeKey) return;
    this.gaugeKey = key;
    this.gauge.replaceChildren(drawGauge(steps, sde));
  }

  /**
   * A surface that is shaken neither traps nor lets go: how many minima it has left is what counts.
   */
  showSurface(verdict: SurfaceVerdict): void {
    this.surface = verdict;
    setText(this.word, verdict.word);
    setText(this.why, verdict.why);
  }

  showWhereabouts(reading: Reading): void {
    this.whereabouts.show(reading);
  }
}

/**
 * Three shares under the word: near the saddle now, beyond the radius now, beyond it at some time.
 */
class Whereabouts {
  private readonly items: { name: HTMLElement; value: HTMLElement; item: HTMLElement }[];

  constructor(private readonly list: HTMLElement) {
    this.items = Array.from({ length: 3 }, () => {
      const [name, value] = [html('dt'), html('dd', {}, '–')];
      const item = html('div', {}, name, value);
      list.append(item);
      return { name, value, item };
    });
  }

  name(spec: Spec): void {
    const size = dimensionOf(spec) === 1 ? '|x|' : 'the largest |coordinate|';
    // In the plane "near" is said of the places that its map shows.
    const saddle = dimensionOf(spec) !== 2 && isSeparable(spec);
    const radius = radiusOf(spec);
    const region = regionWord(spec);
    const outside = outsideWords(spec, size);
    const texts = [
      [
        saddle && radius !== null ? 'Near the saddle now' : `Within ${region} now`,
        `not ${outside}`,
      ],
      [`Beyond ${region} now`, outside],
      [`Was beyond ${radius === null ? region : 'R'} at some time`, outside],
    ];
    texts.forEach(([name, title], i) => {
      setText(this.items[i].name, name);
      this.items[i].item.dataset.said = title;
    });
  }

  show({ near, beyond, escaped, sample }: Reading): void {
    [near, beyond, escaped.share].forEach((share, i) => {
      setText(this.items[i].value, percent(share));
    });
    this.list.dataset.step = String(sample.counts.step);
  }
}

interface SurfaceVerdict {
  word: string;
  why: string;
}

/**
 * What stands large over a picture, its colour, the reason beside it, and what this run has to do
 * with it.
 */
export function verdictWords(
  spec: Spec,
  theory: Theory,
  left: number | null,
): SurfaceVerdict & { horizon: string; tone: Theory['verdict'] } {
  if (isShaken(spec))
    return {
      word: lossText(spec.loss).name.toUpperCase(),
      why: `${seesNoise(spec) ? 'Descent' : 'Gradient descent'} on a surface that is shaken by ${number(shakeOf(spec))}.`,
      horizon: '',
      tone: 'critical',
    };
  const decisive = decisiveOf(spec, theory);
  const verdict = pageVerdict(decisive.spec, decisive.theory);
  const { later, sentence } = horizonOf(decisive.spec, { ...decisive.theory, verdict }, left);
  const word = decisive.theory.longRun === COMPUTING ? COMPUTING_WORD : VERDICT_WORDS[verdict];
  return {
    word: later ? `${word} LATER` : word,
    why: decisive.prefix + after(decisive.prefix, verdictReason(decisive.spec, decisive.theory)),
    horizon: sentence,
    tone: later ? 'critical' : verdict,
  };
}

/** A sentence after a colon begins small, but not with an abbreviation. */
function after(prefix: string, sentence: string): string {
  return prefix && /^[A-Z][a-z ]/.test(sentence)
    ? sentence[0].toLowerCase() + sentence.slice(1)
    : sentence;
}

/** Most coordinates that are asked one after the other. */
const MOST_ASKED = 8;

/** Particles leave a saddle when they do along any one of its coordinates: that one has the say. */
function decisiveOf(spec: Spec, theory: Theory): { spec: Spec; theory: Theory; prefix: string } {
  const dimension = dimensionOf(spec);
  if (dimension === 1 || !isSeparable(spec)) return { spec, theory, prefix: '' };
  const along = (one: Spec, its: Theory) => ({
    spec: one,
    theory: its,
    prefix: `Along ${coordinateName(spec, one.histogram.coordinate)}: `,
  });
  if (pageVerdict(spec, theory) !== 'escapes')
    for (let coordinate = 0; coordinate < Math.min(MOST_ASKED, dimension); coordinate++) {
      const other = { ...spec, histogram: { ...spec.histogram, coordinate } };
      const its = theoryOf(other, 1);
      if (pageVerdict(other, its) === 'escapes') return along(other, its);
    }
  return along(spec, theory);
}

/** The gauge compares growth rates of ln |x|: only a saddle whose steps do not shrink has them. */
function gaugeRates(spec: Spec, theory: Theory): { steps: number; sde: number } | null {
  if (!growsAtARate(spec) || !isKnown(theory)) return null;
  const { lyapunovExponentPerTime: steps, sdeGrowthRate: sde } = theory;
  return Number.isNaN(steps) || sde === null || !Number.isFinite(sde) ? null : { steps, sde };
}

/**
 * Push and pull that cancel to this share of their sum are called critical: no run is long enough
 * to tell.
 */
const CRITICAL_SHARE = 0.005;

/**
 * The word on the page: that of the theory, except so near to the threshold that nobody could see
 * it.
 */
export function pageVerdict(spec: Spec, theory: Theory): Theory['verdict'] {
  if (!isLinearChain(spec) || !isKnown(theory) || theory.verdict === 'unknown')
    return theory.verdict;
  const { growth, sigma } = stepRates(spec, spec.histogram.coordinate).sde;
  const parts = Math.abs(growth) + (sigma * sigma) / 2;
  return Math.abs(theory.lyapunovExponentPerTime) <= CRITICAL_SHARE * parts
    ? 'critical'
    : theory.verdict;
}

/** Reasons where theory has no rate to give. */
const OPEN: Record<Theory['verdict'], string> = {
  trapped: 'In the long run the particles stay near the saddle.',
  escapes: 'In the long run the particles leave the saddle.',
  critical: 'Theory does not say what happens in the long run; watch the picture.',
  unknown: 'Theory does not say what happens in the long run; watch the picture.',
};

/**
 * One or two short sentences: what happens to |x| in the long run, and whether small steps would do
 * the same.
 */
export function verdictReason(spec: Spec, theory: Theory): string {
  if (theory.longRun) return inSymbols(theory.longRun);
  if (!isKnown(theory) || theory.verdict === 'unknown') return theory.reason ?? OPEN.unknown;
  if (!isLinearChain(spec) && !(Math.abs(theory.lyapunovExponentPerTime) > 0))
    return OPEN[theory.verdict];
  const rate = theory.lyapunovExponentPerTime;
  const unit = spec.time.dt === 1 ? 'step' : 'unit of time';
  const units = (amount: number) =>
    `${number(amount, 2)} ${unit === 'step' ? 'steps' : 'units of time'}`;
  const verdict = pageVerdict(spec, theory);
  let sentence: string;
  const { growth, sigma } = stepRates(spec, spec.histogram.coordinate).sde;
  if (growth === 0 && sigma === 0)
    sentence = 'Nothing pushes and nothing pulls: the additive noise alone spreads the particles.';
  else if (verdict === 'critical')
    sentence =
      'At the threshold push and pull cancel: |x| neither shrinks nor grows in the long run, and the spread never stops widening.';
  else if (rate === Number.NEGATIVE_INFINITY)
    sentence = 'Some steps multiply x by 0 and forget all that came before.';
  else {
    const verb = verdict === 'trapped' ? 'shrink' : 'grow';
    const size = Math.abs(rate);
    const pace =
      size >= 0.4
        ? `${number(Math.exp(size), 2)}-fold every ${unit}`
        : `by a factor e every ${units(1 / size)}`;
    sentence = `Slope and noise together ${verb} |x| ${pace}, along almost every path.`;
  }
  const sde = (isLinearChain(spec) && theory.sdeGrowthRate) || 0;
  const opposite = verdict !== 'critical' && sde !== 0 && sde < 0 !== (verdict === 'trapped');
  if (!opposite) return sentence;
  return `${sentence} Small steps would ${sde < 0 ? 'trap' : 'free'} it.`;
}

const WIDTH = 280;
const HEIGHT = 66;
const MIDDLE = 33;

/**
 * A line with 0 in its middle: left of it particles are pulled in, right of it they are pushed out.
 */
function drawGauge(steps: number, sde: number): SVGSVGElement {
  const finite = [steps, sde].filter(Number.isFinite);
  const reach = niceStep(Math.max(0.1, ...finite.map((rate) => Math.abs(rate) * 1.05)));
  const x = (rate: number) =>
    WIDTH / 2 + (Math.max(-reach, Math.min(reach, rate)) / reach) * (WIDTH / 2 - 8);
  const description = `Growth rate of ln |x| per unit of time: ${signed(steps, 3)} for these steps, ${signed(sde, 3)} in the limit of small steps. Below 0 traps.`;
  const picture = svg('svg', {
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    role: 'img',
    'aria-label': description,
  });
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
