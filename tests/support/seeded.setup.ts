import fc from 'fast-check';
import { LONG } from './long';

// Properties without a seed of their own try the same cases every time; in the long suite other ones
// each time, whose seed a failure tells.
if (!LONG) fc.configureGlobal({ seed: 20_261_201 });
