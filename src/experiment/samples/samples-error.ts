import { SpecError } from '../../spec/spec-error';

/** Longest file that is looked at: 65,536 lines of 128 characters. */
export const MOST_SAMPLES_BYTES = 2 ** 23;

/** A file of samples was refused. The message is one sentence that says what is wrong with it. */
export class SamplesError extends SpecError {
  /**
   * @param name  Where the samples are from.
   * @param what  What it is, and what would be accepted: the rest of the sentence.
   */
  constructor(name: string, what: string) {
    super('noise.data', name, 'another file');
    this.message = `The file of samples ${name} ${what}.`;
    this.name = 'SamplesError';
  }
}
