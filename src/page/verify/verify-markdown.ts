import { POST_WORDS, postSummary } from '../../experiment/verify/claim';
import type { SuiteName, Verification } from '../../experiment/verify/verify';
import { whole } from '../shared/format';
import { checkWords, circumstances, score, verdictWord } from './check-words';

/** A report as Markdown, for an issue or a notebook: the score, then a row for each check. */
export function verifyMarkdown(report: Verification, total: number): string {
  const left = total - report.claims.length;
  const rest = left > 0 ? `; ${left} of ${total} were not tested` : '';
  const rows = report.claims.flatMap(({ title, post, particles, verdict, checks }) =>
    checks.map((check, i) => {
      const { what, theory, measured, interval, z, allowance, verdict: word } = checkWords(check);
      const claim =
        i === 0
          ? [title, POST_WORDS[post], verdictWord(verdict === 'holds'), whole(particles)]
          : ['', '', '', ''];
      return [...claim, what, theory, measured, interval, z, allowance, word];
    }),
  );
  return [
    HEADINGS[report.suite],
    '',
    `**${score(report)}**, ${escaped(circumstances(report))}${rest}. Saddlescape ${report.engine.version}.`,
    '',
    postSummary(report.claims, report.suite),
    '',
    line(COLUMNS),
    line(COLUMNS.map(() => '---')),
    ...rows.map((row) => line(row.map(escaped))),
    '',
  ].join('\n');
}

const HEADINGS: Record<SuiteName, string> = {
  post: '# The post on saddle points, put to the test',
  papers: '# Published results, put to the test',
};

const COLUMNS = [
  'Claim',
  'The statement',
  'Verdict on what is tested',
  'Particles',
  'Check',
  'Theory',
  'Measured',
  '95 % interval',
  'z',
  'Allowance',
  'Verdict of the check',
];

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** |x| and x* mean something else in Markdown. */
function escaped(text: string): string {
  return text.replace(/[\\|*_<`]/g, '\\$&');
}
