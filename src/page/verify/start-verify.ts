import '../../models/all-texts';
import { startPage } from '../shared/boot';
import { VerifyPage } from './verify-page';

/** The page's entry. */
startPage(() => new VerifyPage());
