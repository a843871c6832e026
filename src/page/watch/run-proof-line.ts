import { proofOf } from '../../experiment/check-proof';
import { proofFields, type RunProof, readProof } from '../../spec/run-proof';
import type { Spec } from '../../spec/spec';
import { whole } from '../shared/format';
import { ProofLine } from '../shared/proof-line';
import type { LiveClient } from './live/live-client';
import type { Session } from './session';

/** Loaded with the first link that says what its run gave: one line under the picture. */
export class RunProofLine {
  private readonly line: ProofLine;
  private readonly spec: Spec;
  private asked = false;

  private constructor(
    proof: RunProof,
    private readonly session: Session,
    private readonly client: LiveClient,
  ) {
    // The link is of these bins.
    session.axisFixed = true;
    this.spec = session.spec;
    this.line = new ProofLine(
      proof,
      'The link says what this run gives; it is compared at the last step.',
    );
  }

  /** @returns null where the link says nothing that can be read. */
  static of(link: string, session: Session, client: LiveClient): RunProofLine | null {
    const proof = readProof(link);
    return proof && new RunProofLine(proof, session, client);
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
        this.line.say(
          'waits',
          `Not compared: the link is of ${whole(particles)} particles, and ${whole(result.particles)} run here.`,
        );
        return;
      }
      await this.line.compare(result);
    }
  }

  close(): void {
    this.line.close();
  }
}

/** What a link says of the run that stands at its last step; nothing where it does not stand there. */
export async function proofIn(client: LiveClient, spec: Spec): Promise<string> {
  const result = await client.result(false);
  const isWhole =
    result.steps === spec.time.steps && JSON.stringify(result.spec) === JSON.stringify(spec);
  return isWhole ? proofFields(proofOf(result)) : '';
}
