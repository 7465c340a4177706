export { PaymentsModule } from './payments.module.js';
export { PaymentsService } from './payments.service.js';
