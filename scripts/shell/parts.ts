import { PAGES, type ProductPage } from './pages.ts';

/** What a page may load: itself and its own server, nothing inline. */
export const POLICY =
  "default-src 'self'; img-src 'self' data: blob:; font-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'none'";

/** The icon of all pages, from the root of the repository. */
export const ICON = 'src/page/shared/icon.svg';

/** What stands first in the head of every page. */
export function headOf(): string {
  return `<meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
    <meta name="color-scheme" content="light dark" />
    <link rel="icon" href="/${ICON}" type="image/svg+xml" />
    <link rel="stylesheet" href="/src/page/shared/style/page.css" />
    <script src="/boot.js"></script>`;
}

/** What a page says of itself to its header. */
export interface HeaderWords {
  /** Where *Skip to* leads: an id with its `#`. */
  skip: string;
  /** The same in words: "the controls". */
  skipTo: string;
  /** One sentence under the name: what is asked here. */
  pitch: string;
  /** What needs JavaScript, as the subject of a sentence: "The simulation". */
  program: string;
}

/**
 * Name, navigation, tools, help and theme, and where messages stand.
 *
 * @param tools  The page's own buttons, as HTML.
 */
export function headerOf(page: ProductPage, words: HeaderWords, tools: string): string {
  const links = PAGES.filter(({ name }) => name !== null).map(({ file, name }) => {
    const current = file === page.file ? ' aria-current="page"' : '';
    return `<a href="./${file}"${current}>${name}</a>`;
  });
  return `<a class="skip" href="${words.skip}">Skip to ${words.skipTo}</a>

    <header class="masthead">
      <h1>Saddlescape</h1>
      <p class="pitch">${words.pitch}</p>
      <nav class="tabs" id="pages" aria-label="Pages">
        ${links.join('\n        ')}
      </nav>
      <div class="masthead-tools">
        ${tools}
        <button type="button" class="quiet" id="help-button" aria-haspopup="dialog">Help</button>
        <button type="button" class="quiet" id="theme-button">Theme: auto</button>
      </div>
    </header>

    <section id="notices" class="notices" aria-label="Messages"></section>
    <p id="live-region" class="visually-hidden" role="status"></p>
    <noscript><p class="notice">${words.program} is a program: please allow JavaScript for this page.</p></noscript>`;
}

/**
 * What stands at the foot of every page: which version, on which engine, whose.
 *
 * @param lines  The page's own lines, as HTML.
 * @param explains  Whether the page has more to say of its engine.
 */
export function footerOf(lines: string, version: string, explains: boolean): string {
  const why = explains
    ? ' <button type="button" class="quiet inline" id="adapter-why" hidden>Why?</button>'
    : '';
  return `<footer>
      ${lines}
      <p class="adapter">Saddlescape ${version}<span id="adapter"></span>${why}</p>
      <p><a href="./docs/source.html">Source, licence, how to cite</a></p>
    </footer>`;
}

/** @param prose  How the page is read, as HTML. */
export function helpOf(prose: string): string {
  return `<dialog id="help-dialog" aria-labelledby="help-title">
      <h2 id="help-title" tabindex="-1" autofocus>How to read this</h2>
      ${prose}
      <p><a href="./docs/index.html">All documentation</a></p>
      <h3>Keyboard</h3>
      <dl id="shortcut-list" class="shortcuts"></dl>
      <p>
        <label><input type="checkbox" id="shortcuts-on" checked /> Single-key shortcuts</label>
      </p>
      <button type="button" id="help-close">Close</button>
    </dialog>`;
}
