export { CategoriesModule } from './categories.module.js';
export { CategoriesService } from './categories.service.js';
export { CategoryUsage } from './category-usage.port.js';
export type { CategoryTree } from './domain/category-tree.js';
