import { Controller, Get, Header, VERSION_NEUTRAL } from '@nestjs/common';
import {
  ApiOkResponse,
  ApiOperation,
  ApiProperty,
  ApiServiceUnavailableResponse,
  ApiTags,
} from '@nestjs/swagger';
import { Anonymous } from '../../common/auth/access.js';
import { ServiceUnavailableError } from '../../common/errors/common.errors.js';
import { DatabaseConnector } from '../../common/persistence/database.connector.js';

class HealthResponse {
  @ApiProperty({ enum: ['ok'] })
  status: 'ok';
}

@ApiTags('health')
@Controller({ path: 'health', version: VERSION_NEUTRAL })
export class HealthController {
  constructor(private readonly database: DatabaseConnector) {}

  @Get('live')
  @Anonymous()
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'Tell that the process answers; touches nothing else' })
  @ApiOkResponse({ type: HealthResponse })
  live(): HealthResponse {
    return { status: 'ok' };
  }

  @Get('ready')
  @Anonymous()
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'Tell that requests can be served: the database answers' })
  @ApiOkResponse({ type: HealthResponse })
  @ApiServiceUnavailableResponse({ description: 'The database does not answer' })
  async ready(): Promise<HealthResponse> {
    try {
      await this.database.ping();
    } catch (cause) {
      throw new ServiceUnavailableError(undefined, { cause });
    }
    return { status: 'ok' };
  }
}
