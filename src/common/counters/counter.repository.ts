import { Injectable } from '@nestjs/common';
import { InjectModel, Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import type { Model } from 'mongoose';

@Schema({ collection: 'counters', strict: 'throw', versionKey: false })
export class CounterRecord {
  @Prop({ type: String, required: true })
  _id: string;

  @Prop({ required: true })
  value: number;
}

export const CounterSchema = SchemaFactory.createForClass(CounterRecord);

/** Numbers that never repeat. A number whose owner failed is not given again, so there may be gaps. */
@Injectable()
export class CounterRepository {
  constructor(@InjectModel(CounterRecord.name) private readonly model: Model<CounterRecord>) {}

  /** The next number of a sequence, from 1; each call in the world gets another one. */
  async next(name: string): Promise<number> {
    const counter = await this.model
      .findOneAndUpdate({ _id: name }, { $inc: { value: 1 } }, { upsert: true, returnDocument: 'after' })
      .lean<CounterRecord>();
    return counter.value;
  }
}
