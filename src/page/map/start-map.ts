import '../../theory/all-methods';
import { startPage } from '../shared/boot';
import { fill } from '../shared/fill';
import { MapPage } from './map-page';

/** The page's entry. */
startPage(() => fill(() => new MapPage()));
