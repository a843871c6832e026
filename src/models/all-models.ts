import { LATER_LOSSES, LATER_NOISES, LATER_OPTIMIZERS, LATER_SCHEDULES } from './later-kinds';
import { provideModels } from './registry';

// Every program imports this before it reads a spec; Watch and its workers do so after the opening
// run began, or before a spec from outside.
provideModels({
  losses: LATER_LOSSES,
  noises: LATER_NOISES,
  optimizers: LATER_OPTIMIZERS,
  schedules: LATER_SCHEDULES,
});
