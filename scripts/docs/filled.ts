import { fillFields } from './fields';
import { fillResults, keptReports } from './results';

/** A document with its tables: of fields from the registry, of results from the kept reports. */
export const filled = (root: string, text: string): string =>
  fillResults(fillFields(text), keptReports(root));
