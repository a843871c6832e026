import '../../models/all-texts';
import { startPage } from '../shared/boot';
import { keepOffline } from '../shared/offline';
import { VerifyPage } from './verify-page';

/** The page's entry. */
startPage(() => {
  new VerifyPage();
  if (import.meta.env.PROD) void keepOffline();
});
