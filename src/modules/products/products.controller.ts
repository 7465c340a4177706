import { Controller, Get, Param, Query, Res, UseInterceptors } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiForbiddenResponse,
  ApiNotFoundResponse,
  ApiNotModifiedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { Response } from 'express';
import { type AuthenticatedUser, Caller, Public } from '../../common/auth/access.js';
import { ForbiddenError } from '../../common/errors/common.errors.js';
import { BodyEtagInterceptor } from '../../common/http/body-etag.interceptor.js';
import { versionEtag } from '../../common/http/etag.js';
import { PageLinkInterceptor } from '../../common/http/page-link.interceptor.js';
import { PUBLIC_CACHE } from '../../common/http/public-cache.js';
import { AppConfig } from '../../config/app-config.js';
import { InventoryService } from '../inventory/index.js';
import { ListProductsQuery } from './dto/list-products.query.js';
import { ProductPageResponse, ProductResponse } from './dto/product.response.js';
import { toProductResponse, toProductSummaryResponse } from './product.mapper.js';
import type { ProductSummary } from './product-list.repository.js';
import { ProductsService } from './products.service.js';

type Viewer = AuthenticatedUser | undefined;

/** The catalogue as everybody sees it; staff see unpublished products and inactive variants as well. */
@ApiTags('products')
@ApiBearerAuth()
@Controller('products')
export class ProductsController {
  constructor(
    private readonly products: ProductsService,
    private readonly inventory: InventoryService,
    private readonly config: AppConfig,
  ) {}

  @Get()
  @Public()
  // The link is taken from the page before it becomes bytes.
  @UseInterceptors(BodyEtagInterceptor, PageLinkInterceptor)
  @ApiOperation({ summary: 'List and search products, with their current prices and stock' })
  @ApiOkResponse({ type: ProductPageResponse })
  @ApiNotModifiedResponse({ description: 'The client has this very page' })
  @ApiForbiddenResponse({ description: 'Unpublished products are for staff only' })
  @ApiNotFoundResponse({ description: 'The category does not exist' })
  async list(
    @Query() query: ListProductsQuery,
    @Caller() caller: Viewer,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ProductPageResponse> {
    const forStaff = caller?.role === 'admin';
    if (query.status !== 'published' && !forStaff) throw new ForbiddenError();
    const page = await this.products.list(query);
    const view = await this.viewOf(page.items, forStaff);
    allowCaching(response, forStaff);
    return {
      items: page.items.map((product) => toProductSummaryResponse(product, view)),
      nextCursor: page.nextCursor,
    };
  }

  @Get(':idOrSlug')
  @Public()
  @ApiOperation({ summary: 'Read a product with its current prices and stock' })
  @ApiOkResponse({ type: ProductResponse })
  @ApiNotModifiedResponse({ description: 'The client has this very state' })
  async find(
    @Param('idOrSlug') idOrSlug: string,
    @Caller() caller: Viewer,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ProductResponse> {
    const forStaff = caller?.role === 'admin';
    const product = await this.products.get(idOrSlug, forStaff);
    const body = toProductResponse(product, await this.viewOf([product], forStaff));
    response.setHeader('ETag', versionEtag(product.version, JSON.stringify(body.variants)));
    allowCaching(response, forStaff);
    return body;
  }

  private async viewOf(products: Pick<ProductSummary, 'variants'>[], forStaff: boolean) {
    const skus = products.flatMap((product) => product.variants.map((variant) => variant.sku));
    return { levels: await this.inventory.levels(skus), currency: this.config.storeCurrency, forStaff };
  }
}

/** What staff see is theirs alone; all else may be kept by anybody for a moment. */
function allowCaching(response: Response, forStaff: boolean): void {
  response.vary('Authorization');
  if (!forStaff) response.setHeader('Cache-Control', PUBLIC_CACHE);
}
