import { startPage } from '../shared/boot';
import { fill } from '../shared/fill';
import { BenchPage } from './bench-page';

/** The page's entry. */
startPage(() => fill(() => new BenchPage()));
