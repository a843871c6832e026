import { version } from '../package.json';

/** Version of Saddlescape, as in package.json. */
export const VERSION: string = version;
