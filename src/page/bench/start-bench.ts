import '../../models/all-texts';
import { startPage } from '../shared/boot';
import { keepOffline } from '../shared/offline';
import { BenchPage } from './bench-page';

/** The page's entry. */
startPage(() => {
  new BenchPage();
  if (import.meta.env.PROD) void keepOffline();
});
