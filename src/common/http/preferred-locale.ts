import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { type Locale, LOCALES } from '../mail/letter.js';

/** Injects the language that the client would rather read, by `Accept-Language`; Arabic when it does not say. */
export const PreferredLocale = createParamDecorator((_: unknown, context: ExecutionContext): Locale => {
  const best = context
    .switchToHttp()
    .getRequest<Request>()
    .acceptsLanguages([...LOCALES]);
  return best === 'en' ? 'en' : 'ar';
});
