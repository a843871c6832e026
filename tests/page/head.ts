import type { Page } from 'playwright-core';

/** What the Watch page says of a moment, in words and numbers. */
export interface Head {
  word: string;
  why: string;
  horizon: string;
  names: string[];
  /** Near or within, beyond now, beyond at some time: 0 to 1. */
  shares: number[];
  takeaway: string;
  agreement: string;
  numbers: string;
  /**
   * Share outside of the picture, as the numbers and as the sentence under the picture say it; -1
   * where neither does.
   */
  outside: [number, number];
  /** The step that each panel is of. */
  steps: (string | undefined)[];
  done: boolean;
}

export function readHead(page: Page): Promise<Head> {
  return page.evaluate(() => {
    const element = (id: string) => document.getElementById(id)!;
    const share = (text: string) => {
      const found = /([\d.,]+)(?:·10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))? %/.exec(text);
      if (!found) return -1;
      const digits = '⁰¹²³⁴⁵⁶⁷⁸⁹';
      const power = (found[2] ?? '')
        .replace('⁻', '-')
        .replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]/g, (c) => String(digits.indexOf(c)));
      return (Number(found[1].replaceAll(',', '')) * 10 ** Number(power)) / 100;
    };
    const items = [...element('whereabouts').querySelectorAll('div')];
    const numbers = [...element('numbers-list').querySelectorAll('div')];
    const outside = numbers.find((item) =>
      item.querySelector('dt')!.textContent!.startsWith('Outside'),
    )!;
    const takeaway = element('takeaway').textContent!;
    const said = /([\d.·⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+ %) outside/.exec(takeaway);
    const [, step, steps] = /step ([\d,]+)\D*of ([\d,]+)/.exec(numbers[0].textContent!) ?? [];
    return {
      word: element('verdict-word').textContent!,
      why: element('verdict-why').textContent!,
      horizon: element('verdict-horizon').textContent!,
      names: items.map((item) => item.querySelector('dt')!.textContent!),
      shares: items.map((item) => share(item.querySelector('dd')!.textContent!)),
      takeaway,
      agreement: element('takeaway').querySelector('b')?.dataset.agreement ?? '',
      numbers: element('numbers-list').textContent!,
      outside: [
        share(outside.querySelector('dd span')!.textContent!),
        said ? share(said[1]) : -1,
      ] as [number, number],
      steps: ['whereabouts', 'numbers-list', 'takeaway'].map((id) => element(id).dataset.step),
      done: step !== undefined && step === steps,
    };
  });
}

/** Every word of a head that a number beside it denies. */
export function contradictions(head: Head): string[] {
  const { word, horizon, shares, takeaway, agreement, numbers, outside, steps, done } = head;
  const [near, beyond, ever] = shares;
  const [, distance, chance] =
    /distance ([\d.e−·⁻⁰-⁹]+)(?:[;,] chance alone gives up to ([\d.]+))?/.exec(takeaway) ?? [];
  const rules: [string, boolean][] = [
    ['near and beyond are not all there are', Math.abs(near + beyond - 1) > 0.002],
    ['more are beyond now than ever were', beyond > ever + 0.001],
    [
      'trapped, and most have left without a word of it',
      word === 'TRAPPED' && ever > 0.5 && !/come back/.test(horizon),
    ],
    [
      'escapes, and most stayed',
      word === 'ESCAPES' && done && ever < 0.5 && !/need not be beyond/.test(horizon),
    ],
    [
      'escapes later, without saying when',
      word.endsWith('LATER') && !/this run has|Nothing moves/.test(horizon),
    ],
    ['agrees above its band', agreement === 'agrees' && Number(distance) > Number(chance)],
    ['differs inside of its band', agreement === 'differs' && Number(distance) < Number(chance)],
    ['agrees with an empty picture', agreement === 'agrees' && outside[0] > 0.95],
    ['a frozen particle as a value', /(?<!beyond |beyond −)10³⁰/.test(numbers + takeaway)],
    [
      'two shares outside of the picture',
      outside[1] >= 0 && Math.abs(outside[0] - outside[1]) > 1e-9,
    ],
    ['panels of different steps', new Set(steps).size > 1],
  ];
  return rules.filter(([, broken]) => broken).map(([rule]) => `${rule}: ${JSON.stringify(head)}`);
}
