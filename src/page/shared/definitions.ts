import { find, html, setText } from './dom';
import { GLOSSARY, isTerm, type Term, termOfSymbol } from './glossary';

/** How long a pointer rests on a term before it is told what that is, and may leave for the text. */
const REST_MILLISECONDS = 250;
const LEAVE_MILLISECONDS = 200;
/** Between a term and its text, and between the text and the edge of the window, in pixels. */
const GAP = 6;

/** Where terms stand on a page. */
export type Places = readonly (readonly [selector: string, term: Term])[];

/**
 * Gives the definition of any term that the pointer rests on or the focus reaches: elements with a
 * `data-term`, and the letters of equations. `data-said` is what this element adds to it. The text
 * stays while the pointer is on it, and Escape closes it.
 *
 * @param places  Elements that are terms too; they take the focus from the keyboard.
 */
export function installDefinitions(places: Places): void {
  for (const [selector, term] of places)
    for (const element of document.querySelectorAll<HTMLElement>(selector)) {
      element.dataset.term = term;
      element.tabIndex = 0;
    }
  for (const equation of document.querySelectorAll<HTMLElement>('.equation')) equation.tabIndex = 0;
  new Definitions();
}

class Definitions {
  private readonly element = html('div', { id: 'definition', role: 'tooltip', hidden: '' });
  private readonly name = html('b');
  private readonly text = html('span');
  private target: Element | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    this.element.append(this.name, ' ', this.text);
    // In a landmark, like all that is read.
    find(document, 'main').append(this.element);
    document.addEventListener('pointerover', (event) => this.over(event));
    document.addEventListener('pointerdown', (event) => this.press(event));
    document.addEventListener('focusin', (event) => this.focus(event.target as Element));
    document.addEventListener('focusout', () => this.hide());
    document.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.hide();
    });
    // What the pointer came to rest on while the page scrolled under it is told all the same.
    addEventListener('scroll', () => this.close(), { capture: true, passive: true });
  }

  private over({ target, pointerType }: PointerEvent): void {
    if (pointerType === 'touch' || this.element.contains(target as Node)) {
      clearTimeout(this.timer);
      return;
    }
    const term = pointedTerm(target as Element);
    if (term === this.target) clearTimeout(this.timer);
    else this.later(term);
  }

  /** A finger does not rest: it presses. Whatever else is pressed closes the text. */
  private press({ target, pointerType }: PointerEvent): void {
    if (this.element.contains(target as Node)) return;
    const term = pointerType === 'touch' ? pointedTerm(target as Element) : null;
    if (term) this.show(term);
    else this.hide();
  }

  private later(term: Element | null): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(
      () => (term ? this.show(term) : this.hide()),
      term ? REST_MILLISECONDS : LEAVE_MILLISECONDS,
    );
  }

  /** Only a focus that the keyboard moved; boxes are for typing. */
  private focus(target: Element): void {
    if (!target.matches(':focus-visible') || target.matches('[type="text"], textarea')) return;
    const term = target.closest('[data-term], .equation');
    if (term) this.show(term, target);
  }

  private show(term: Element, focused?: Element): void {
    clearTimeout(this.timer);
    const definition = definitionOf(term);
    if (!definition) return;
    this.hide();
    this.target = term;
    setText(this.name, definition.name);
    setText(this.text, definition.text);
    this.element.hidden = false;
    this.place((focused ?? term).getBoundingClientRect());
    describe(focused ?? term, true);
  }

  private hide(): void {
    clearTimeout(this.timer);
    this.close();
  }

  private close(): void {
    if (this.target) {
      describe(this.target, false);
      for (const child of this.target.querySelectorAll('[aria-describedby~="definition"]'))
        describe(child, false);
    }
    this.target = null;
    this.element.hidden = true;
  }

  /** Under the term, or over it where there is no room. */
  private place({ left, top, bottom }: DOMRect): void {
    const { width, height } = this.element.getBoundingClientRect();
    const { clientWidth, clientHeight } = document.documentElement;
    const below = bottom + GAP + height <= clientHeight;
    const { style } = this.element;
    style.left = `${Math.max(GAP, Math.min(left, clientWidth - width - GAP))}px`;
    style.top = `${below ? bottom + GAP : Math.max(GAP, top - GAP - height)}px`;
  }
}

/** The term under the pointer. A control is not covered while it is used. */
function pointedTerm(target: Element): Element | null {
  if (target.closest('input, select, button, textarea')) return null;
  return target.closest('.equation var, [data-term]');
}

function definitionOf(element: Element): { name: string; text: string } | null {
  if (element.matches('.equation')) return definitionsOfLetters(element);
  if (element.matches('var')) {
    const term = termOfSymbol(element.textContent ?? '');
    return term && { name: `${GLOSSARY[term].symbol}:`, text: GLOSSARY[term].text };
  }
  const { term, said } = (element as HTMLElement).dataset;
  if (!term || !isTerm(term)) return null;
  const { symbol, text } = GLOSSARY[term];
  return { name: `${symbol}:`, text: said ? `${text} Here: ${said}.` : text };
}

/** All letters of an equation, for who comes by the keyboard. */
function definitionsOfLetters(equation: Element): { name: string; text: string } {
  const letters = new Set([...equation.querySelectorAll('var')].map((each) => each.textContent));
  const known = [...letters].flatMap((letter) => termOfSymbol(letter ?? '') ?? []);
  const texts = known.map((term) => `${GLOSSARY[term].symbol}: ${GLOSSARY[term].text}`);
  return { name: 'The letters.', text: texts.join(' ') };
}

/** For who hears the page: the text belongs to what has the focus. */
function describe(element: Element, on: boolean): void {
  const ids = (element.getAttribute('aria-describedby') ?? '').split(' ').filter(Boolean);
  const others = ids.filter((id) => id !== 'definition');
  const next = on ? [...others, 'definition'] : others;
  if (next.length > 0) element.setAttribute('aria-describedby', next.join(' '));
  else element.removeAttribute('aria-describedby');
}
