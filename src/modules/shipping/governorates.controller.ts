import { Controller, Get, Header, UseInterceptors } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Anonymous } from '../../common/auth/access.js';
import { BodyEtagInterceptor } from '../../common/http/body-etag.interceptor.js';
import { GOVERNORATES } from './domain/governorates.js';
import { GovernorateListResponse } from './dto/governorate.response.js';

@ApiTags('shipping')
@Controller('shipping/governorates')
export class GovernoratesController {
  @Get()
  @Anonymous()
  // The list changes with releases only.
  @Header('Cache-Control', 'public, max-age=86400')
  @UseInterceptors(BodyEtagInterceptor)
  @ApiOperation({ summary: 'List the governorates of Egypt, for address forms' })
  @ApiOkResponse({ type: GovernorateListResponse })
  list(): GovernorateListResponse {
    return { items: GOVERNORATES };
  }
}
