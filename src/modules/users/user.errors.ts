import { ResourceNotFoundError } from '../../common/errors/common.errors.js';
import { DomainError } from '../../common/errors/domain.error.js';

export class EmailTakenError extends DomainError {
  readonly code = 'users.email_taken';
  readonly kind = 'conflict';
  constructor() {
    super('There is already an account with this e-mail address');
  }
}

/** A signed-in user did not repeat the right password. Not a 401: the access token is good. */
export class WrongPasswordError extends DomainError {
  readonly code = 'users.wrong_password';
  readonly kind = 'unprocessable';
  constructor() {
    super('The current password is wrong');
  }
}

/** Admins demote and disable only those who were appointed after them, so that one always remains. */
export class SeniorAdminError extends DomainError {
  readonly code = 'users.senior_admin';
  readonly kind = 'conflict';
  constructor() {
    super('An admin can demote or disable only admins who were appointed later');
  }
}

export class AdminErasureError extends DomainError {
  readonly code = 'users.is_admin';
  readonly kind = 'conflict';
  constructor() {
    super('An admin cannot erase the account; another admin must first make it a customer’s');
  }
}

export class AddressLimitError extends DomainError {
  readonly code = 'users.address_limit';
  readonly kind = 'unprocessable';
  constructor(limit: number) {
    super(`An account keeps at most ${limit} addresses`);
  }
}

export class UserNotFoundError extends ResourceNotFoundError {
  constructor() {
    super('user', 'users.not_found');
  }
}
