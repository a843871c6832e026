import { specToFragment } from '../spec/permalink';
import { proofFields } from '../spec/run-proof';
import { proofOf } from './check-proof';
import type { RunResult } from './result';

/** As in CITATION.cff and codemeta.json, which tests/unit/experiment/citation.test.ts holds. */
export const CITED = {
  authors: 'The Saddlescape authors',
  title: 'Saddlescape: what noise does to gradient descent near a saddle point',
  year: 2026,
};

/** What of a result is cited. */
export type CitedResult = Pick<RunResult, 'spec' | 'engine' | 'digest'> & {
  /** Of the whole run: its link says what it gives. */
  steps?: number;
  escape?: Pick<RunResult['escape'], 'count'>;
};

/**
 * BibTeX that names one run: the link that runs it again, the digest that it must give, and the
 * version that gave it.
 *
 * @param page  Address of a page that opens the link; without one the link is its fragment alone,
 *   which every page and `saddlescape run --link` read.
 */
export function bibtexOf(cited: CitedResult, page: URL | null = null): string {
  const { spec, engine, digest, steps, escape: left } = cited;
  const proof =
    left && steps === spec.time.steps ? proofFields(proofOf({ engine, digest, escape: left })) : '';
  const fragment = specToFragment(spec) + proof;
  const link = page === null ? fragment : new URL(fragment, page).href;
  const { kind, adapter, version } = engine;
  const on = kind === 'gpu' ? `GPU engine on ${adapter}` : 'CPU engine';
  return [
    `@software{saddlescape-${digest.slice(0, 8)},`,
    `  author = {{${CITED.authors}}},`,
    `  title = {${CITED.title}},`,
    `  version = {${version}},`,
    `  year = {${CITED.year}},`,
    page === null ? `  howpublished = {\\url{${link}}},` : `  url = {${link}},`,
    `  note = {Run with the SHA-256 digest ${digest}, ${forTeX(on)}}`,
    '}',
  ].join('\n');
}

const ESCAPED: Record<string, string> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
};

/** A text as TeX sets it. */
function forTeX(text: string): string {
  return text.replace(/[\\~^{}#$%&_]/g, (character) => ESCAPED[character] ?? `\\${character}`);
}
