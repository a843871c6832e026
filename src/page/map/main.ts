import { fill } from '../fill';
import { MapPage } from './map-page';

/** The page's entry. */
fill(() => new MapPage());
