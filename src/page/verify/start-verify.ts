import { startPage } from '../shared/boot';
import { fill } from '../shared/fill';
import { VerifyPage } from './verify-page';

/** The page's entry. */
startPage(() => fill(() => new VerifyPage()));
