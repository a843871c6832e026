import { type Counted, checkProof, type ProofCheck } from '../../experiment/check-proof';
import type { RunProof } from '../../spec/run-proof';
import { byId, html } from './dom';

/** A sign beside the colour, for those who do not see it. */
const SIGNS = { waits: '…', same: '✓', rounding: '≈', other: '✗' };

/** What versions.json of a site lists, of which this page reads the versions. */
interface KnownVersions {
  versions: { version: string; path: string }[];
}

/** One line after the takeaway: whether what is counted here is what the link says. */
export class ProofLine {
  private readonly line = html('p', { class: 'proof', role: 'status' });

  /** @param sentence  Said until there is something to compare. */
  constructor(
    private readonly proof: RunProof,
    sentence: string,
  ) {
    this.say('waits', sentence);
    byId('takeaway').after(this.line);
  }

  /** @param counted  The whole of what the link is of. */
  async compare(counted: Counted): Promise<void> {
    const { grade, sentence } = checkProof(this.proof, counted);
    this.say(grade, sentence);
    if (grade === 'other') await this.offerVersion();
  }

  say(grade: ProofCheck['grade'] | 'waits', sentence: string): void {
    this.line.dataset.grade = grade;
    this.line.textContent = `${SIGNS[grade]} ${sentence}`;
  }

  close(): void {
    this.line.remove();
  }

  /** Where the site keeps the version that made the link: the way there. */
  private async offerVersion(): Promise<void> {
    const [, root, page] = /^(.*?\/)(?:v\/[^/]+\/)?([^/]*)$/.exec(location.pathname)!;
    const known: Partial<KnownVersions> | null = await fetch(`${root}versions.json`)
      .then((answer) => (answer.ok ? answer.json() : null))
      .catch(() => null);
    // Another site may have a list of its own of that name.
    if (!Array.isArray(known?.versions)) return;
    const kept = known.versions.find(({ version }) => version === this.proof.version);
    if (!kept || location.pathname.startsWith(root + kept.path)) return;
    const link = html('a', {}, `Open it in version ${kept.version}`);
    link.href = root + kept.path + page + location.hash;
    this.line.append(' ', link, '.');
  }
}
