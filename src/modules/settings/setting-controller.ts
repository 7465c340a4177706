import {
  type ArgumentMetadata,
  Body,
  Get,
  Headers,
  Inject,
  type PipeTransform,
  Put,
  Res,
  type Type,
} from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiBearerAuth,
  ApiBody,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiPreconditionFailedResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { Response } from 'express';
import { type AuthenticatedUser, Caller, Roles } from '../../common/auth/access.js';
import { requireIfMatch, versionEtag } from '../../common/http/etag.js';
import { AppValidationPipe } from '../../common/http/validation.pipe.js';
import type { SettingKey, Versioned } from './setting-key.js';
import { SettingsService } from './settings.service.js';

/**
 * The base of a controller through which staff read and replace one setting; the DTO is request and response.
 *
 *   \@Controller('settings/tax')
 *   export class TaxSettingsController extends SettingController(TAX_SETTING, TaxRulesDto) {}
 */
export function SettingController<T extends object>(key: SettingKey<T>, dto: Type<T>) {
  @ApiTags('settings')
  @ApiBearerAuth()
  abstract class SettingControllerBase {
    @Inject(SettingsService)
    readonly settings: SettingsService;

    @Get()
    @Roles('admin')
    @ApiOperation({ summary: `Read the ${key.name} settings; ETag "v0" means the built-in ones` })
    @ApiOkResponse({ type: dto })
    async read(@Res({ passthrough: true }) response: Response): Promise<T> {
      return answer(await this.settings.getVersioned(key), response);
    }

    @Put()
    @Roles('admin')
    @ApiOperation({
      summary: `Replace the ${key.name} settings; every instance goes by them within 10 seconds`,
    })
    @ApiHeader({ name: 'If-Match', required: true, description: 'ETag of the version that was read' })
    @ApiBody({ type: dto })
    @ApiOkResponse({ type: dto })
    @ApiBadRequestResponse({ description: 'The settings are not valid or contradict themselves' })
    @ApiPreconditionFailedResponse({ description: 'The settings have changed since they were read' })
    async replace(
      @Body(new BodyOf(dto)) value: T,
      @Headers('if-match') ifMatch: string | undefined,
      @Caller() caller: AuthenticatedUser,
      @Res({ passthrough: true }) response: Response,
    ): Promise<T> {
      const version = requireIfMatch(ifMatch);
      return answer(await this.settings.put(key, value, version, caller.id), response);
    }
  }
  return SettingControllerBase;
}

/** Validates as the application does, against a class that the type of the parameter cannot name. */
class BodyOf implements PipeTransform {
  private readonly pipe = new AppValidationPipe();

  constructor(private readonly dto: Type<object>) {}

  async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    return this.pipe.transform(value, { ...metadata, metatype: this.dto });
  }
}

function answer<T extends object>({ value, version }: Versioned<T>, response: Response): T {
  response.setHeader('ETag', versionEtag(version));
  return value;
}
