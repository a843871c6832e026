import { MapPage } from './map-page';

/** The page's entry. */
new MapPage();
