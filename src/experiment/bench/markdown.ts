import type { BenchReport } from './report';
import { circumstancesOf, headlineOf, type Section, sectionsOf } from './sections';

/** A report as Markdown, to read in a terminal and to paste into an issue. */
export function toMarkdown(report: BenchReport): string {
  return `${[
    `# Saddlescape ${report.saddlescape}: GPU against CPU`,
    `**${headlineOf(report)}**`,
    circumstancesOf(report)
      .map((line) => `- ${line}`)
      .join('\n'),
    ...sectionsOf(report).flatMap(written),
  ].join('\n\n')}\n`;
}

function written({ heading, table, sentences }: Section): string[] {
  const lines = table ? [table.head, table.head.map(() => '---'), ...table.rows] : [];
  return [
    `## ${heading}`,
    ...(table ? [lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')] : []),
    ...sentences,
  ];
}
