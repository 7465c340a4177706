import { Types } from 'mongoose';

/** A new id, unique without asking anybody. Services take theirs from here and leave mongoose to the repositories. */
export function newObjectId(): Types.ObjectId {
  return new Types.ObjectId();
}

/** @param hex 24 hexadecimal digits, checked before */
export function toObjectId(hex: string): Types.ObjectId {
  return new Types.ObjectId(hex);
}
