import type { Check, Laboratory } from './measure';

/** A statement of the post that can be put to the test. */
export interface Claim {
  id: string;
  title: string;
  /** What the post says, in our words. */
  says: string;
  /** Where the post slips, the statement that holds instead. */
  corrected: string | null;
  /** What it is tested at. */
  parameters: string;
  measure(laboratory: Laboratory): Promise<Check[]>;
}
