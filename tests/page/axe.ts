import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** The rules that look at colours. */
const OF_COLORS = ['color-contrast', 'link-in-text-block'];

/**
 * What axe finds on the page as it is now, against WCAG 2.2 AA and its own best practice: one line
 * a rule.
 * @param rules  Only these, where there are any.
 * @param within  Only what is in this element.
 */
export async function violations(
  page: Page,
  rules: readonly string[] = [],
  within = 'html',
): Promise<string[]> {
  // Evaluated through the debugger, which the page's Content-Security-Policy does not bind.
  await page.evaluate(AXE);
  const results = await page.evaluate(
    ({ runOnly, within }) =>
      (
        window as unknown as { axe: { run(where: string, options: object): Promise<AxeResults> } }
      ).axe.run(within, { runOnly, resultTypes: ['violations'] }),
    {
      runOnly: rules.length > 0 ? { type: 'rule', values: rules } : { type: 'tag', values: TAGS },
      within,
    },
  );
  return results.violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes.map((node) => `${node.target} ${node.failureSummary}`).join(' | ')}`,
  );
}

/**
 * What axe finds on the page in the light, and in the dark, where only colours are others.
 * @param within  Only what is in this element.
 */
export async function violationsOfSchemes(page: Page, within = 'html'): Promise<string[]> {
  const found: string[] = [];
  for (const [colorScheme, rules] of [
    ['light', []],
    ['dark', OF_COLORS],
  ] as const) {
    await page.emulateMedia({ colorScheme });
    for (const violation of await violations(page, rules, within))
      found.push(`${colorScheme}: ${violation}`);
  }
  return found;
}
