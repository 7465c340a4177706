import { Body, Controller, Delete, Headers, HttpCode, Param, Patch, Post, Res } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiPreconditionFailedResponse,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import type { Response } from 'express';
import { Roles } from '../../common/auth/access.js';
import { requireIfMatch, versionEtag } from '../../common/http/etag.js';
import { ParseIdPipe } from '../../common/http/parse-id.pipe.js';
import { AppConfig } from '../../config/app-config.js';
import { InventoryService } from '../inventory/index.js';
import { CreateProductDto, UpdateProductDto } from './dto/product.dto.js';
import { ProductResponse } from './dto/product.response.js';
import { contentAfterPatch, contentOfRequest } from './product-content.mapper.js';
import { ProductEditor } from './product-editor.service.js';
import { toProductResponse } from './product.mapper.js';
import type { ProductRecord } from './product.schema.js';

const IF_MATCH_HEADER = {
  name: 'If-Match',
  required: true,
  description: 'ETag of the product that the change is based on',
};

@ApiTags('products')
@ApiBearerAuth()
@Controller('products')
export class ProductAdminController {
  constructor(
    private readonly editor: ProductEditor,
    private readonly inventory: InventoryService,
    private readonly config: AppConfig,
  ) {}

  @Post()
  @Roles('admin')
  @ApiOperation({ summary: 'Add a product' })
  @ApiCreatedResponse({ type: ProductResponse })
  @ApiConflictResponse({ description: 'Another product has the slug or one of the SKUs' })
  @ApiUnprocessableEntityResponse({ description: 'A category does not exist' })
  async create(@Body() body: CreateProductDto, @Res({ passthrough: true }) response: Response) {
    const product = await this.editor.create(contentOfRequest(body), body.slug);
    response.setHeader('Location', `/v1/products/${product._id.toHexString()}`);
    return this.answer(product, response);
  }

  @Patch(':id')
  @Roles('admin')
  @ApiOperation({ summary: 'Change a product; lists such as variants are replaced as a whole' })
  @ApiHeader(IF_MATCH_HEADER)
  @ApiOkResponse({ type: ProductResponse })
  @ApiConflictResponse({ description: 'Another product has the slug or one of the SKUs' })
  @ApiPreconditionFailedResponse({ description: 'The product has changed since it was read' })
  @ApiUnprocessableEntityResponse({ description: 'A category does not exist' })
  async update(
    @Param('id', ParseIdPipe) id: string,
    @Body() body: UpdateProductDto,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ) {
    const product = await this.editor.update(
      id,
      (before) => ({ content: contentAfterPatch(before, body), slug: body.slug ?? before.slug }),
      requireIfMatch(ifMatch),
    );
    return this.answer(product, response);
  }

  @Delete(':id')
  @HttpCode(204)
  @Roles('admin')
  @ApiOperation({ summary: 'Remove a product for good; archive it to keep it' })
  @ApiHeader(IF_MATCH_HEADER)
  @ApiNoContentResponse()
  @ApiPreconditionFailedResponse({ description: 'The product has changed since it was read' })
  async remove(@Param('id', ParseIdPipe) id: string, @Headers('if-match') ifMatch: string | undefined) {
    await this.editor.remove(id, requireIfMatch(ifMatch));
  }

  private async answer(product: ProductRecord, response: Response): Promise<ProductResponse> {
    const levels = await this.inventory.levels(product.variants.map((variant) => variant.sku));
    const view = { levels, currency: this.config.storeCurrency, forStaff: true };
    const body = toProductResponse(product, view);
    response.setHeader('ETag', versionEtag(product.version, JSON.stringify(body.variants)));
    return body;
  }
}
