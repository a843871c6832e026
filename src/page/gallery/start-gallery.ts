import { startPage } from '../shared/boot';
import { GalleryPage } from './gallery-page';

/** The page's entry. */
startPage(() => new GalleryPage());
