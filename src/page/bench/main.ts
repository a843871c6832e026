import { fill } from '../fill';
import { BenchPage } from './bench-page';

/** The page's entry. */
fill(() => new BenchPage());
