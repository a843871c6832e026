/** What does not go with a kind: the field, what it holds, and what would be accepted. */
export interface Refusal {
  path: string;
  found: unknown;
  accepted: string;
}
