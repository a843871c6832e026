import { VerifyPage } from './verify-page';

/** The page's entry. */
new VerifyPage();
