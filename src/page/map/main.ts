import '../../theory/all-methods';
import { startPage } from '../boot';
import { fill } from '../fill';
import { MapPage } from './map-page';

/** The page's entry. */
startPage(() => fill(() => new MapPage()));
