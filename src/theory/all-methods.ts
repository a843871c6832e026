import { separableEscape } from './cell-escape';
import { provideLaterParts } from './later-parts';
import { landmark } from './models/landmark';
import { momentum } from './models/momentum';
import { network } from './models/network';
import { ridge } from './models/ridge';
import { shrinking } from './models/shrinking';
import { surface } from './models/surface';

provideLaterParts({
  families: { landmark, momentum, network, ridge, shrinking, surface },
  separableEscape,
});
