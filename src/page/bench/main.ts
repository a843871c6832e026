import { BenchPage } from './bench-page';

/** The page's entry. */
new BenchPage();
