import { startPage } from '../boot';
import { fill } from '../fill';
import { VerifyPage } from './verify-page';

/** The page's entry. */
startPage(() => fill(() => new VerifyPage()));
