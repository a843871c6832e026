import * as growth from './method-growth';
import { provideMethodParts } from './method-parts';
import * as methods from './methods';
import * as momentum from './momentum';

provideMethodParts({ growth, methods, momentum });
