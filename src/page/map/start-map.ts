import '../../models/all-texts';
import '../../theory/all-methods';
import { takeSamplesNamedIn } from '../../host/web/kept-samples';
import { startPage } from '../shared/boot';
import { keepOffline } from '../shared/offline';
import { MapPage } from './map-page';

/** The page's entry. */
startPage(async () => {
  await takeSamplesNamedIn(location.hash);
  new MapPage();
  if (import.meta.env.PROD) void keepOffline();
});
