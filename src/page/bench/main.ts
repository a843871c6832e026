import { startPage } from '../boot';
import { fill } from '../fill';
import { BenchPage } from './bench-page';

/** The page's entry. */
startPage(() => fill(() => new BenchPage()));
