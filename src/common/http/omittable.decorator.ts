import { ValidateIf } from 'class-validator';

/** The field may be left out, but null is not a value; class-validator's `IsOptional` lets null through unchecked. */
export const Omittable = (): PropertyDecorator =>
  ValidateIf((_object, value: unknown) => value !== undefined);
