import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { CategoriesController } from './categories.controller.js';
import { CategoriesService } from './categories.service.js';
import { CategoryTreeRepository } from './category-tree.repository.js';
import { CategoryTreeRecord, CategoryTreeSchema } from './category-tree.schema.js';

@Module({
  imports: [MongooseModule.forFeature([{ name: CategoryTreeRecord.name, schema: CategoryTreeSchema }])],
  controllers: [CategoriesController],
  providers: [CategoriesService, CategoryTreeRepository],
  exports: [CategoriesService],
})
export class CategoriesModule {}
