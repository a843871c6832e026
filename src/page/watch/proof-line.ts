import { checkProof, type ProofCheck, proofOf } from '../../experiment/check-proof';
import { proofFields, type RunProof, readProof } from '../../spec/run-proof';
import type { Spec } from '../../spec/spec';
import { byId, html } from '../shared/dom';
import { whole } from '../shared/format';
import type { LiveClient } from './live/live-client';
import type { Session } from './session';

/** A sign beside the colour, for those who do not see it. */
const SIGNS = { waits: '…', same: '✓', rounding: '≈', other: '✗' };

/** What versions.json of a site lists, of which this page reads the versions. */
interface KnownVersions {
  versions: { version: string; path: string }[];
}

/** Loaded with the first link that says what its run gave: one line under the picture. */
export class ProofLine {
  private readonly line = html('p', { class: 'proof', role: 'status' });
  private readonly spec: Spec;
  private asked = false;

  private constructor(
    private readonly proof: RunProof,
    private readonly session: Session,
    private readonly client: LiveClient,
  ) {
    // The link is of these bins.
    session.axisFixed = true;
    this.spec = session.spec;
    this.say('waits', `The link says what this run gives; it is compared at the last step.`);
    byId('takeaway').after(this.line);
  }

  /** @returns null where the link says nothing that can be read. */
  static of(link: string, session: Session, client: LiveClient): ProofLine | null {
    const proof = readProof(link);
    return proof && new ProofLine(proof, session, client);
  }

  /** @param ended  The run stands at its last step. */
  async look(ended: boolean): Promise<void> {
    if (this.session.spec !== this.spec) this.close();
    else if (ended && !this.asked) {
      this.asked = true;
      const result = await this.client.result(false);
      if (this.session.spec !== this.spec) return;
      const { particles } = this.spec.ensemble;
      if (result.steps < this.spec.time.steps || result.particles < particles) {
        this.asked = false;
        this.say(
          'waits',
          `Not compared: the link is of ${whole(particles)} particles, and ${whole(result.particles)} run here.`,
        );
        return;
      }
      const { grade, sentence } = checkProof(this.proof, result);
      this.say(grade, sentence);
      if (grade === 'other') await this.offerVersion();
    }
  }

  close(): void {
    this.line.remove();
  }

  private say(grade: ProofCheck['grade'] | 'waits', sentence: string): void {
    this.line.dataset.grade = grade;
    this.line.textContent = `${SIGNS[grade]} ${sentence}`;
  }

  /** Where the site keeps the version that made the link: the way there. */
  private async offerVersion(): Promise<void> {
    const root = location.pathname.replace(/(\/v\/[^/]+)?\/[^/]*$/, '/');
    const known: Partial<KnownVersions> | null = await fetch(`${root}versions.json`)
      .then((answer) => (answer.ok ? answer.json() : null))
      .catch(() => null);
    // Another site may have a list of its own of that name.
    if (!Array.isArray(known?.versions)) return;
    const kept = known.versions.find(({ version }) => version === this.proof.version);
    if (!kept || location.pathname.startsWith(root + kept.path)) return;
    const link = html('a', {}, `Open it in version ${kept.version}`);
    link.href = root + kept.path + location.hash;
    this.line.append(' ', link, '.');
  }
}

/** What a link says of the run that stands at its last step; nothing where it does not stand there. */
export async function proofIn(client: LiveClient, spec: Spec): Promise<string> {
  const result = await client.result(false);
  const isWhole =
    result.steps === spec.time.steps && JSON.stringify(result.spec) === JSON.stringify(spec);
  return isWhole ? proofFields(proofOf(result)) : '';
}
