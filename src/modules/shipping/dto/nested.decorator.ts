import { applyDecorators, type Type } from '@nestjs/common';
import { Type as TransformTo } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsObject, ValidateNested } from 'class-validator';

/** The field is an object of that class; `ValidateNested` alone lets null and lists through. */
export const Nested = (dto: Type<object>): PropertyDecorator =>
  applyDecorators(
    IsObject(),
    ValidateNested(),
    TransformTo(() => dto),
  );

/** The field is a list of objects of that class. */
export const NestedList = (dto: Type<object>, size: { min: number; max: number }): PropertyDecorator =>
  applyDecorators(
    IsArray(),
    ArrayMinSize(size.min),
    ArrayMaxSize(size.max),
    IsObject({ each: true }),
    ValidateNested({ each: true }),
    TransformTo(() => dto),
  );
