import {
  Body,
  Controller,
  Delete,
  Get,
  Header,
  Headers,
  HttpCode,
  Param,
  Patch,
  Post,
  Res,
  UseInterceptors,
} from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiHeader,
  ApiNoContentResponse,
  ApiNotModifiedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiPreconditionFailedResponse,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import type { Response } from 'express';
import { Anonymous, Roles } from '../../common/auth/access.js';
import { ResourceNotFoundError } from '../../common/errors/common.errors.js';
import { BodyEtagInterceptor } from '../../common/http/body-etag.interceptor.js';
import { requireIfMatch, versionEtag } from '../../common/http/etag.js';
import { ParseIdPipe } from '../../common/http/parse-id.pipe.js';
import { PUBLIC_CACHE } from '../../common/http/public-cache.js';
import { CategoriesService } from './categories.service.js';
import { toCategoryResponse, toCategoryTreeResponse } from './category.mapper.js';
import type { Category, CategoryTree } from './domain/category-tree.js';
import {
  CategoryResponse,
  CategoryTreeResponse,
  CreateCategoryDto,
  UpdateCategoryDto,
} from './dto/category.dto.js';

const IF_MATCH_HEADER = {
  name: 'If-Match',
  required: true,
  description: 'ETag of the category that the change is based on',
};

@ApiTags('categories')
@Controller('categories')
export class CategoriesController {
  constructor(private readonly categories: CategoriesService) {}

  @Get()
  @Anonymous()
  @UseInterceptors(BodyEtagInterceptor)
  @Header('Cache-Control', PUBLIC_CACHE)
  @ApiOperation({ summary: 'Read the whole category tree' })
  @ApiOkResponse({ type: CategoryTreeResponse })
  @ApiNotModifiedResponse({ description: 'The client has this very tree' })
  async findTree(): Promise<CategoryTreeResponse> {
    return toCategoryTreeResponse(await this.categories.tree());
  }

  @Get(':idOrSlug')
  @Anonymous()
  @Header('Cache-Control', PUBLIC_CACHE)
  @ApiOperation({ summary: 'Read a category with the path that leads to it' })
  @ApiOkResponse({ type: CategoryResponse })
  @ApiNotModifiedResponse({ description: 'The client has this very state' })
  async find(@Param('idOrSlug') idOrSlug: string, @Res({ passthrough: true }) response: Response) {
    const tree = await this.categories.tree();
    const category = tree.find(idOrSlug);
    if (category === undefined) throw new ResourceNotFoundError('category', 'categories.not_found');
    return answer({ category, tree }, response);
  }

  @Post()
  @Roles('admin')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Add a category' })
  @ApiCreatedResponse({ type: CategoryResponse })
  @ApiConflictResponse({ description: 'Another category has the slug' })
  @ApiUnprocessableEntityResponse({ description: 'The parent does not exist, or a limit is exceeded' })
  async create(@Body() body: CreateCategoryDto, @Res({ passthrough: true }) response: Response) {
    const created = await this.categories.create(body);
    response.setHeader('Location', `/v1/categories/${created.category.id}`);
    return answer(created, response);
  }

  @Patch(':id')
  @Roles('admin')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Rename, move or reorder a category; what is below it moves along' })
  @ApiHeader(IF_MATCH_HEADER)
  @ApiOkResponse({ type: CategoryResponse })
  @ApiConflictResponse({ description: 'Another category has the slug' })
  @ApiPreconditionFailedResponse({ description: 'The category has changed since it was read' })
  @ApiUnprocessableEntityResponse({
    description: 'The parent does not exist or is below the category, or a limit is exceeded',
  })
  async update(
    @Param('id', ParseIdPipe) id: string,
    @Body() body: UpdateCategoryDto,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ) {
    return answer(await this.categories.update(id, body, requireIfMatch(ifMatch)), response);
  }

  @Delete(':id')
  @HttpCode(204)
  @Roles('admin')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Remove a category that has neither subcategories nor products' })
  @ApiHeader(IF_MATCH_HEADER)
  @ApiNoContentResponse()
  @ApiConflictResponse({ description: 'The category has subcategories or products' })
  @ApiPreconditionFailedResponse({ description: 'The category has changed since it was read' })
  async remove(@Param('id', ParseIdPipe) id: string, @Headers('if-match') ifMatch: string | undefined) {
    await this.categories.remove(id, requireIfMatch(ifMatch));
  }
}

function answer(
  { category, tree }: { category: Category; tree: CategoryTree },
  response: Response,
): CategoryResponse {
  response.setHeader('ETag', versionEtag(category.version));
  return toCategoryResponse(category, tree);
}
