import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import katex from 'katex';
import type { TokenizerAndRendererExtension } from 'marked';

/** Mathematics of Markdown, `$...$` in a line and `$$...$$` as a block, typeset by KaTeX at build. */

/** Inline styles as classes: the policy of the pages refuses `style` attributes. */
export class FormulaStyles {
  private readonly classes = new Map<string, string>();

  extract(html: string): string {
    return html.replace(/<[^>]* style="[^>]*>/g, (tag) => {
      const style = / style="([^"]*)"/.exec(tag)![1];
      let name = this.classes.get(style);
      if (!name) {
        name = `s${this.classes.size}`;
        this.classes.set(style, name);
      }
      const bare = tag.replace(/ style="[^"]*"/, '');
      return / class="/.test(bare)
        ? bare.replace(/ class="/, ` class="${name} `)
        : bare.replace(/^<[\w-]+/, (start) => `${start} class="${name}"`);
    });
  }

  /** Each class twice, so that it wins over KaTeX's own rules, as an inline style would. */
  css(): string {
    return [...this.classes].map(([style, name]) => `.katex .${name}.${name}{${style}}`).join('\n');
  }
}

/** Sets one formula as HTML. */
export type Typesetter = (source: string, displayMode: boolean) => string;

/**
 * @param styles  Takes the inline styles.
 * @param where  The document, for the message.
 * @throws Error naming the document when a formula is not valid TeX.
 */
export function typesetter(styles: FormulaStyles, where: string): Typesetter {
  return (source, displayMode) => {
    try {
      return styles.extract(
        katex.renderToString(source, { displayMode, strict: 'error', throwOnError: true }),
      );
    } catch (error) {
      throw new Error(`${where}: ${source}: ${error instanceof Error ? error.message : error}`);
    }
  };
}

/** What the reader of Markdown learns of formulas. */
export function formulaExtensions(tex: Typesetter): TokenizerAndRendererExtension[] {
  return [
    {
      name: 'formula',
      level: 'block',
      start: (source) => source.match(/^\$\$/m)?.index,
      tokenizer(source) {
        const match = /^\$\$([^$]+)\$\$\s*(?:\n|$)/.exec(source);
        return match ? { type: 'formula', raw: match[0], text: match[1].trim() } : undefined;
      },
      renderer: ({ text }) => `<p class="formula" tabindex="0">${tex(text, true)}</p>\n`,
    },
    {
      name: 'math',
      level: 'inline',
      start: (source) => source.match(/\$(?=\S)/)?.index,
      tokenizer(source) {
        const match = /^\$(?=\S)([^$]*?\S)\$(?!\d)/.exec(source);
        return match ? { type: 'math', raw: match[0], text: match[1] } : undefined;
      },
      renderer: ({ text }) => tex(text, false),
    },
  ];
}

/** The style sheet of KaTeX, without the older formats of its fonts. */
export function katexStyles(root: string): string {
  const css = readFileSync(join(root, 'node_modules/katex/dist/katex.min.css'), 'utf8');
  return css.replace(
    /src:(url\(fonts\/[\w-]+\.woff2\) format\("woff2"\))[^}]*/g,
    (_, source) => `src:${source}`,
  );
}
