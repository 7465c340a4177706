export { CartAlreadyOrderedError } from './cart.errors.js';
export type { CartRecord as Cart } from './cart.schema.js';
export { CartsModule } from './carts.module.js';
export { CartsService, hashCartToken, type Shopper } from './carts.service.js';
export { CurrentShopper, shopperOf } from './shopper.js';
