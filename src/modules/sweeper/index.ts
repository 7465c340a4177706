export { SweeperLoop } from './sweeper.loop.js';
export { SweeperModule } from './sweeper.module.js';
export { SweeperService, type SweepReport } from './sweeper.service.js';
