import { Module } from '@nestjs/common';
import { SweeperLoop } from './sweeper.loop.js';
import { SweeperService } from './sweeper.service.js';

@Module({ providers: [SweeperService, SweeperLoop], exports: [SweeperService, SweeperLoop] })
export class SweeperModule {}
