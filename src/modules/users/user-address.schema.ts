import { Prop, Schema } from '@nestjs/mongoose';
import { Types } from 'mongoose';
import type { AddressDto } from '../../common/dto/address.dto.js';

/** An address in the user's address book. */
@Schema({ _id: false })
export class UserAddressRecord implements AddressDto {
  @Prop({ type: Types.ObjectId, required: true })
  id: Types.ObjectId;

  /** What the user calls it. */
  @Prop()
  label?: string;

  @Prop({ required: true })
  firstName: string;

  @Prop({ required: true })
  lastName: string;

  @Prop({ required: true })
  phone: string;

  @Prop({ required: true })
  line1: string;

  @Prop()
  line2?: string;

  @Prop({ required: true })
  city: string;

  @Prop()
  governorate?: string;

  @Prop()
  postalCode?: string;

  @Prop({ required: true })
  country: string;
}
