import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Res } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import type { Response } from 'express';
import { Authenticated, type AuthenticatedUser, Caller } from '../../common/auth/access.js';
import { ParseIdPipe } from '../../common/http/parse-id.pipe.js';
import { AddressesService } from './addresses.service.js';
import {
  AddressBookResponse,
  CreateAddressDto,
  UpdateAddressDto,
  UserAddressResponse,
} from './dto/address-book.dto.js';

/** The caller's own address book. */
@ApiTags('users')
@ApiBearerAuth()
@Authenticated()
@Controller('users/me/addresses')
export class AddressesController {
  constructor(private readonly addresses: AddressesService) {}

  @Get()
  @ApiOperation({ summary: 'List the addresses' })
  @ApiOkResponse({ type: AddressBookResponse })
  async list(@Caller() caller: AuthenticatedUser): Promise<AddressBookResponse> {
    return { items: await this.addresses.list(caller.id), nextCursor: null };
  }

  @Get(':id')
  @ApiOperation({ summary: 'Read an address' })
  @ApiOkResponse({ type: UserAddressResponse })
  async find(
    @Param('id', ParseIdPipe) id: string,
    @Caller() caller: AuthenticatedUser,
  ): Promise<UserAddressResponse> {
    return this.addresses.get(caller.id, id);
  }

  @Post()
  @ApiOperation({ summary: 'Add an address' })
  @ApiCreatedResponse({ type: UserAddressResponse })
  @ApiUnprocessableEntityResponse({ description: 'The book is full' })
  async create(
    @Body() { isDefault = false, ...fields }: CreateAddressDto,
    @Caller() caller: AuthenticatedUser,
    @Res({ passthrough: true }) response: Response,
  ): Promise<UserAddressResponse> {
    const address = await this.addresses.create(caller.id, fields, isDefault);
    response.setHeader('Location', `/v1/users/me/addresses/${address.id}`);
    return address;
  }

  @Patch(':id')
  @ApiOperation({ summary: 'Change an address' })
  @ApiOkResponse({ type: UserAddressResponse })
  async update(
    @Param('id', ParseIdPipe) id: string,
    @Body() { isDefault = false, ...changes }: UpdateAddressDto,
    @Caller() caller: AuthenticatedUser,
  ): Promise<UserAddressResponse> {
    return this.addresses.update(caller.id, id, changes, isDefault);
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Remove an address' })
  @ApiNoContentResponse()
  async remove(@Param('id', ParseIdPipe) id: string, @Caller() caller: AuthenticatedUser): Promise<void> {
    await this.addresses.remove(caller.id, id);
  }
}
