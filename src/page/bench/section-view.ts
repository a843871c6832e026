import type { Section } from '../../experiment/bench/sections';
import { html } from '../shared/dom';

/**
 * The pieces of a report as headings, tables and sentences. Those of many columns scroll on their
 * own.
 */
export function showSections(place: HTMLElement, sections: readonly Section[]): void {
  place.replaceChildren(...sections.map(sectionElement));
}

function sectionElement({ id, heading, table, sentences }: Section): HTMLElement {
  const title = `section-${id}`;
  const element = html('div', { class: 'bench-section' }, html('h2', { id: title }, heading));
  if (table)
    element.append(
      html(
        'div',
        // Reached by keys too, since it may scroll.
        { class: 'table-scroll', tabindex: '0', role: 'region', 'aria-labelledby': title },
        html(
          'table',
          {},
          html('thead', {}, html('tr', {}, ...table.head.map(headCell))),
          html('tbody', {}, ...table.rows.map(row)),
        ),
      ),
    );
  element.append(...sentences.map((sentence) => html('p', {}, sentence)));
  return element;
}

function headCell(text: string): HTMLElement {
  return text === '' ? html('td') : html('th', { scope: 'col' }, text);
}

function row(cells: string[]): HTMLElement {
  const [first, ...rest] = cells;
  return html(
    'tr',
    {},
    html('th', { scope: 'row' }, first),
    ...rest.map((cell) => html('td', {}, cell)),
  );
}
