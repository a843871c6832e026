import { PAGES, type ProductPage } from './pages.ts';
import { footerOf, headerOf, headOf, helpOf } from './parts.ts';

/**
 * A page with its shell: `shell-head`, `shell-header`, `shell-footer` and `shell-help` become what
 * every page has. What stands inside of them is the page's own: buttons of the header, lines of the
 * footer, sentences of the help.
 *
 * @param html  The page as it is written.
 * @param file  Its name: `map.html`.
 * @throws Error naming the page and the element where one is missing, stands twice, or has an
 * attribute too few or too many.
 */
export function fillShell(html: string, file: string, version: string): string {
  const page = PAGES.find((one) => one.file === file) ?? { file, name: null };
  const filled = Object.entries(ELEMENTS).reduce((text, [name, write]) => {
    const found = [...text.matchAll(new RegExp(`<${name}([^>]*)>(.*?)</${name}>`, 'gs'))];
    if (found.length !== 1)
      throw new Error(`${file} needs one <${name}>, and has ${found.length || 'none'}.`);
    const [whole, attributes, inside] = found[0];
    const asked = new Attributes(`${file}: <${name}>`, attributes);
    const written = write(asked, inside.trim(), page, version);
    asked.finish();
    return text.replace(whole, () => written);
  }, html);
  const other = /<\/?(shell-[\w-]+)/.exec(filled);
  if (other) throw new Error(`${file}: the shell has no <${other[1]}>.`);
  return filled;
}

type Write = (asked: Attributes, inside: string, page: ProductPage, version: string) => string;

const ELEMENTS: Record<string, Write> = {
  'shell-head': () => headOf(),
  'shell-header': (asked, inside, page) => {
    const words = {
      skip: asked.text('skip'),
      skipTo: asked.text('skip-to'),
      pitch: asked.text('pitch'),
      program: asked.text('program'),
    };
    return headerOf(page, words, inside);
  },
  'shell-footer': (asked, inside, _, version) =>
    footerOf(inside, version, asked.flag('explains-engine')),
  'shell-help': (_, inside) => helpOf(inside),
};

/** Attributes of an element, each of which is asked for once. */
class Attributes {
  private readonly left: Map<string, string>;

  constructor(
    private readonly where: string,
    written: string,
  ) {
    const found = written.matchAll(/([\w-]+)(?:="([^"]*)")?/g);
    this.left = new Map([...found].map(([, name, value = '']) => [name, value]));
  }

  text(name: string): string {
    const value = this.left.get(name);
    if (!value) throw new Error(`${this.where} needs ${name}="...".`);
    this.left.delete(name);
    return value;
  }

  flag(name: string): boolean {
    return this.left.delete(name);
  }

  finish(): void {
    const [other] = this.left.keys();
    if (other) throw new Error(`${this.where} takes no ${other}.`);
  }
}
