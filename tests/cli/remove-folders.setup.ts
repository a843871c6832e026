import { afterAll } from 'vitest';
import { removeTemporaryFolders } from '../support/temporary-folder';

// At the end of the file and not of a test: which test is running is not to be known where several
// run at once.
afterAll(removeTemporaryFolders);
