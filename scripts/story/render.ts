import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Marked } from 'marked';
import type { BakedFigure } from '../../src/page/story/bake.ts';
import type { Control } from '../../src/page/story/figure.ts';
import { FormulaStyles, formulaExtensions, katexStyles, typesetter } from '../docs/formulas.ts';

/** Steps of the story: Markdown, one file a step, read in the order of their names. */
export const STEPS = 'src/page/story/steps';

export interface RenderedStory {
  /** Sections, and the list of contents before them. */
  html: string;
  /** KaTeX and what its inline styles became. */
  css: string;
}

/**
 * The story as static HTML.
 *
 * @param root  Folder of the repository.
 * @throws Error naming the file: a formula that is no TeX, a figure or a control that there is not,
 * a number in the text that is not the one its control begins with.
 */
export function renderStory(root: string, figures: Record<string, BakedFigure>): RenderedStory {
  const styles = new FormulaStyles();
  const sections = stepFiles(root).map(({ name, text }) => renderStep(name, text, figures, styles));
  const contents = sections
    .map(({ id, title }) => `<li><a href="#${id}">${title}</a></li>`)
    .join('\n');
  return {
    html: [
      `<nav class="contents" aria-label="Steps of the story"><ol>\n${contents}\n</ol></nav>`,
      ...sections.map(({ html }) => html),
    ].join('\n'),
    css: [katexStyles(root).replaceAll('url(fonts/', 'url(docs/fonts/'), styles.css()].join('\n'),
  };
}

/** The texts of the steps, in their order. */
export function stepFiles(root: string): { name: string; text: string }[] {
  return readdirSync(join(root, STEPS))
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => ({ name, text: readFileSync(join(root, STEPS, name), 'utf8') }));
}

/** `3-minibatches.md`: the section's number and its id, which links name. */
function idOf(name: string): { number: string; id: string } {
  const match = /^(\d+)-([a-z-]+)\.md$/.exec(name);
  if (!match) throw new Error(`${STEPS}/${name} is not named as 3-minibatches.md is.`);
  return { number: match[1], id: match[2] };
}

function renderStep(
  name: string,
  text: string,
  figures: Record<string, BakedFigure>,
  styles: FormulaStyles,
): { id: string; title: string; html: string } {
  const { number, id } = idOf(name);
  let title = '';
  const figureOf = (figure: string) => {
    const found = figures[figure];
    if (!found) throw new Error(`${STEPS}/${name}: there is no figure ${figure}.`);
    return found;
  };
  const marked = new Marked({
    extensions: [
      ...formulaExtensions(typesetter(styles, `${STEPS}/${name}`)),
      {
        name: 'figure',
        level: 'block',
        start: (source) => source.match(/^::figure /m)?.index,
        tokenizer(source) {
          const match = /^::figure ([\w-]+)\s*(?:\n|$)/.exec(source);
          return match ? { type: 'figure', raw: match[0], figure: match[1] } : undefined;
        },
        renderer: ({ figure }) => figureHtml(figure, figureOf(figure)),
      },
      {
        name: 'number',
        level: 'inline',
        start: (source) => source.match(/\[[^\]]+\]\{/)?.index,
        tokenizer(source) {
          const match = /^\[([^\]]+)\]\{(drag|fact):([\w.-]+)\}/.exec(source);
          if (!match) return undefined;
          const [raw, words, kind, key] = match;
          return { type: 'number', raw, words, kind, key };
        },
        renderer({ words, kind, key }) {
          if (kind === 'fact') return words.replace(' %', '\u00a0%');
          const [figure, control] = key.split('.');
          const start = figureOf(figure).values[control];
          if (Number(words.replace('−', '-')) !== start)
            throw new Error(
              `${STEPS}/${name}: the text says ${words} where ${key} begins with ${start}.`,
            );
          return `<span class="drag" data-drag="${key}">${words}</span>`;
        },
      },
    ],
    renderer: {
      heading({ tokens, depth }) {
        const words = this.parser.parseInline(tokens);
        if (depth !== 2) return `<h${depth}>${words}</h${depth}>\n`;
        title = words.replace(/<[^>]*>/g, '');
        return `<h2 id="${id}"><span class="step-number">${number}</span> ${words} <a class="anchor" href="#${id}" aria-label="Link to this step">#</a></h2>\n`;
      },
    },
  });
  const body = marked.parse(text, { async: false });
  if (!title) throw new Error(`${STEPS}/${name} has no heading of the second level.`);
  const html = `<section class="step" aria-labelledby="${id}">\n${body}</section>`;
  return { id, title, html };
}

function figureHtml(name: string, figure: BakedFigure): string {
  const { title, sentence, wide, narrow, controls, runs, fragment, mapFragment } = figure;
  const run = runs ? '<button type="button" class="run-button" disabled>Run</button>' : '';
  const watch =
    fragment === null
      ? ''
      : `<a class="watch-link to-watch" href="./index.html${escapedHtml(fragment)}">Open in Watch</a>`;
  const map =
    mapFragment === null
      ? ''
      : `<a class="watch-link to-map" href="./map.html${escapedHtml(mapFragment)}">Open in Map</a>`;
  return `<figure class="figure" id="figure-${name}" data-figure="${name}">
<div class="picture" role="img" aria-label="${escapedHtml(title)}">${wide}${narrow}</div>
<div class="figure-tools" role="group" aria-label="${escapedHtml(title)}">
${controls.map((control) => controlHtml(name, control)).join('\n')}
<span class="figure-run">${run}${watch}${map}</span>
</div>
<figcaption><b>${escapedHtml(title)}</b> <span class="sentence">${escapedHtml(sentence)}</span></figcaption>
</figure>
`;
}

function controlHtml(figure: string, control: Control): string {
  const id = `${figure}-${control.name}`;
  switch (control.kind) {
    case 'number': {
      const { min, max, step, start, label } = control;
      return `<label class="number-control" for="${id}"><span>${escapedHtml(label)}</span><input type="range" id="${id}" data-control="${control.name}" min="${min}" max="${max}" step="${step}" value="${start}" disabled><output for="${id}">${start}</output></label>`;
    }
    case 'choice': {
      const options = control.options.map(
        ({ value, label }) =>
          `<label><input type="radio" name="${id}" value="${value}" data-control="${control.name}"${value === control.start ? ' checked' : ''} disabled><span>${escapedHtml(label)}</span></label>`,
      );
      return `<fieldset class="choice-control"><legend>${escapedHtml(control.label)}</legend>${options.join('')}</fieldset>`;
    }
    case 'press':
      return `<button type="button" data-press="${control.name}" disabled>${escapedHtml(control.label)}</button>`;
    default:
      return control satisfies never;
  }
}

function escapedHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
