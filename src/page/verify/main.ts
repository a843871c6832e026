import { fill } from '../fill';
import { VerifyPage } from './verify-page';

/** The page's entry. */
fill(() => new VerifyPage());
