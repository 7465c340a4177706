import { Global, Module } from '@nestjs/common';
import { SweepTasks } from './sweep-tasks.js';

@Global()
@Module({ providers: [SweepTasks], exports: [SweepTasks] })
export class SweepModule {}
