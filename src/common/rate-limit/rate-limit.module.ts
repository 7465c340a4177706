import { Global, Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { RateLimitRepository } from './rate-limit.repository.js';
import { RateLimitRecord, RateLimitSchema } from './rate-limit.schema.js';
import { RateLimitService } from './rate-limit.service.js';

/** Global, since the guard is used on routes of any module. */
@Global()
@Module({
  imports: [MongooseModule.forFeature([{ name: RateLimitRecord.name, schema: RateLimitSchema }])],
  providers: [RateLimitService, RateLimitRepository],
  exports: [RateLimitService],
})
export class RateLimitModule {}
