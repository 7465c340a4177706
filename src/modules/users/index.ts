export { CredentialRepository } from './credential.repository.js';
export { normaliseEmail } from './domain/email.js';
export { UserResponse } from './dto/user.response.js';
export { EmailVerificationService } from './email-verification.service.js';
export { PasswordHasher } from './passwords/password-hasher.js';
export {
  assertAcceptablePassword,
  MAX_PASSWORD_LENGTH,
  MIN_PASSWORD_LENGTH,
} from './passwords/password-policy.js';
export { type PersonalDataHolder, PersonalDataHolders } from './personal-data.js';
export { SessionRepository } from './session.repository.js';
export type { SessionRecord } from './session.schema.js';
export { EmailTakenError, WrongPasswordError } from './user.errors.js';
export { toUserResponse, type User } from './user.mapper.js';
export { UserRepository } from './user.repository.js';
export { UserWorker } from './user-worker.service.js';
export { UsersModule } from './users.module.js';
export { UsersService } from './users.service.js';
