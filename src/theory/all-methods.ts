import { provideModelTheories } from './model-theories';
import { landmark } from './models/landmark';
import { momentum } from './models/momentum';
import { network } from './models/network';
import { ridge } from './models/ridge';
import { shrinking } from './models/shrinking';
import { surface } from './models/surface';

provideModelTheories({ landmark, momentum, network, ridge, shrinking, surface });
