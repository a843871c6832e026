import { canonicalJson } from '../../experiment/canonical';
import { byId, setText } from '../shared/dom';
import type { Notices } from '../shared/notices';
import { save } from '../shared/save';
import { verifyMarkdown } from './verify-markdown';
import type { Report } from './verify-report';

/** The report as Markdown on the clipboard and as a JSON file. */
export class ReportTools {
  private readonly copy = byId<HTMLButtonElement>('copy-markdown');
  private readonly download = byId<HTMLButtonElement>('download-json');

  constructor(
    private readonly report: Report,
    private readonly notices: Notices,
  ) {
    this.copy.addEventListener('click', () => this.copyMarkdown());
    this.download.addEventListener('click', () => this.downloadJson());
  }

  /** They are of use from the first result on. */
  update(): void {
    this.copy.disabled = this.download.disabled = this.report.size === 0;
  }

  private async copyMarkdown(): Promise<void> {
    const report = this.report.verification();
    if (!report) return;
    try {
      await navigator.clipboard.writeText(verifyMarkdown(report, this.report.order.length));
      setText(this.copy, 'Copied');
      this.notices.say('Copied as Markdown');
      setTimeout(() => setText(this.copy, 'Copy as Markdown'), 2000);
    } catch {
      this.notices.show(
        'copy',
        'The browser does not allow the page to copy; Download JSON holds the same numbers.',
      );
    }
  }

  private downloadJson(): void {
    const report = this.report.verification();
    if (!report) return;
    save(`${canonicalJson(report, 2)}\n`, 'saddlescape-verification.json', 'application/json');
    this.notices.say('Downloaded');
  }
}
