import { DomainError } from '../../common/errors/domain.error.js';

export class EmailTakenError extends DomainError {
  readonly code = 'users.email_taken';
  readonly kind = 'conflict';
  constructor() {
    super('There is already an account with this e-mail address');
  }
}
