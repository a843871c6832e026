import '../../models/all-texts';
import '../../spec/data-set';

/** What the page needs of any run but the opening one, beside its theory. */
export { float32Limits } from '../../spec/float32-limits';
export { parseSpec } from '../../spec/schema';
