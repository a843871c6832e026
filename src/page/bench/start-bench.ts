import '../../models/all-texts';
import { startPage } from '../shared/boot';
import { BenchPage } from './bench-page';

/** The page's entry. */
startPage(() => new BenchPage());
