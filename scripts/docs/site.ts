import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import { Marked } from 'marked';
import { ICON, POLICY } from '../shell/parts.ts';
import { FormulaStyles, formulaExtensions, katexStyles, typesetter } from './formulas.ts';

/**
 * The documentation as a web site: every Markdown file of docs/ as a page, with its mathematics
 * typeset by KaTeX. Pages run no script and obey the Content-Security-Policy of the product's own:
 * inline styles become classes, and fonts are local.
 *
 * @param root  Folder of the repository.
 * @returns  Files by their paths below the site's root, such as docs/model.html.
 * @throws Error naming the file when a formula is not valid TeX.
 */
export function documentationSite(root: string): Map<string, string | Uint8Array> {
  const styles = new FormulaStyles();
  const files = new Map<string, string | Uint8Array>();
  for (const path of markdownUnder(join(root, 'docs'))) {
    const text = readFileSync(join(root, 'docs', path), 'utf8');
    files.set(`docs/${pageOf(path)}`, page(path, render(path, text, styles), POLICY));
  }
  const fonts = join(root, 'node_modules/katex/dist/fonts');
  for (const name of readdirSync(fonts))
    if (name.endsWith('.woff2')) files.set(`docs/fonts/${name}`, readFileSync(join(fonts, name)));
  files.set(
    'docs/docs.css',
    [
      katexStyles(root),
      readFileSync(join(root, 'scripts/docs/docs.css'), 'utf8'),
      styles.css(),
    ].join('\n'),
  );
  // Their licence asks to go with them.
  for (const name of ['text', 'story'])
    files.set(
      `docs/font-${name}-license.txt`,
      readFileSync(join(root, 'src/page/shared/fonts', `${name}-license.txt`)),
    );
  files.set('docs/icon.svg', readFileSync(join(root, ICON)));
  return files;
}

function markdownUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => name.split(sep).join('/'))
    .sort();
}

/** docs/README.md is what a code host shows of the folder, and the site's first page. */
function pageOf(path: string): string {
  return path === 'README.md' ? 'index.html' : path.replace(/\.md$/, '.html');
}

function render(path: string, text: string, styles: FormulaStyles): string {
  const slugs = new Map<string, number>();
  const tex = typesetter(styles, `docs/${path}`);
  const marked = new Marked({
    extensions: formulaExtensions(tex),
    renderer: {
      heading({ tokens, depth, text }) {
        const slug = slugOf(text);
        const before = slugs.get(slug) ?? 0;
        slugs.set(slug, before + 1);
        const id = before ? `${slug}-${before}` : slug;
        return `<h${depth} id="${id}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
      },
      link({ href, tokens }) {
        const words = this.parser.parseInline(tokens);
        const target = linkOf(path, href);
        return target === null ? words : `<a href="${target}">${words}</a>`;
      },
      table(token) {
        const cells = (row: typeof token.header, tag: string) =>
          row
            .map(({ tokens, align }) => {
              const side = align ? ` class="${align}"` : '';
              const words = this.parser.parseInline(tokens);
              // An empty header heads nothing.
              const name = words === '' ? 'td' : tag;
              return `<${name}${side}>${words}</${name}>`;
            })
            .join('');
        const rows = token.rows.map((row) => `<tr>${cells(row, 'td')}</tr>`).join('\n');
        return `<div class="table" tabindex="0"><table>\n<thead><tr>${cells(token.header, 'th')}</tr></thead>\n<tbody>\n${rows}\n</tbody></table></div>\n`;
      },
      code: ({ text }) => `<pre tabindex="0"><code>${escaped(text)}\n</code></pre>\n`,
    },
  });
  return marked.parse(text, { async: false });
}

/** As code hosts make them, so that one link works in both places. */
export function slugOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');
}

/** Where a link of a document leads on the site; null where that is no part of it. */
function linkOf(path: string, href: string): string | null {
  if (/^[a-z]+:/.test(href)) return href;
  const [file, anchor] = href.split('#');
  const hash = anchor === undefined ? '' : `#${anchor}`;
  if (file === '') return hash;
  const target = posix.normalize(posix.join(posix.dirname(path), file));
  if (target.startsWith('..')) return null;
  if (!target.endsWith('.md')) return null;
  return relativePath(path, pageOf(target)) + hash;
}

function relativePath(from: string, to: string): string {
  return relative(dirname(from), to).split(sep).join('/') || '.';
}

function page(path: string, body: string, policy: string): string {
  const title = /<h1[^>]*>(.*?)<\/h1>/s.exec(body)?.[1].replace(/<[^>]*>/g, '');
  if (!title) throw new Error(`docs/${path} has no heading of the first level.`);
  const up = '../'.repeat(path.split('/').length);
  const docs = '../'.repeat(path.split('/').length - 1);
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta name="color-scheme" content="light dark" />
    <title>${title} · Saddlescape</title>
    <link rel="icon" href="${docs}icon.svg" type="image/svg+xml" />
    <link rel="stylesheet" href="${docs}docs.css" />
  </head>
  <body>
    <a class="skip" href="#content">Skip to the text</a>
    <header>
      <a class="home" href="${up}index.html">Saddlescape</a>
      <nav aria-label="Pages">
        <a href="${docs}index.html">Documentation</a>
        <a href="${docs}model.html">Models</a>
        <a href="${docs}command-line.html">Command line</a>
      </nav>
    </header>
    <main id="content">
${body}    </main>
  </body>
</html>
`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
