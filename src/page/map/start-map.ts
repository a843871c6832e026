import '../../models/all-texts';
import '../../theory/all-methods';
import { startPage } from '../shared/boot';
import { MapPage } from './map-page';

/** The page's entry. */
startPage(() => new MapPage());
