import { Global, Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { CounterRecord, CounterRepository, CounterSchema } from './counter.repository.js';

@Global()
@Module({
  imports: [MongooseModule.forFeature([{ name: CounterRecord.name, schema: CounterSchema }])],
  providers: [CounterRepository],
  exports: [CounterRepository],
})
export class CountersModule {}
