import '../../models/all-texts';
import '../../theory/all-methods';
import { takeSamplesNamedIn } from '../../host/web/kept-samples';
import { startPage } from '../shared/boot';
import { MapPage } from './map-page';

/** The page's entry. */
startPage(async () => {
  await takeSamplesNamedIn(location.hash);
  return new MapPage();
});
