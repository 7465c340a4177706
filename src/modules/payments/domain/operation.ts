export const OPERATION_KINDS = ['capture', 'void', 'refund'] as const;
export type OperationKind = (typeof OPERATION_KINDS)[number];

export const OPERATION_STATES = ['requested', 'succeeded', 'failed', 'unknown'] as const;
type OperationState = (typeof OPERATION_STATES)[number];

/** Something that the shop asked a provider to do with a payment; written down before the provider is asked. */
export interface Operation {
  id: string;
  kind: OperationKind;
  /** The transaction that is captured, voided or refunded. */
  parentId: string;
  amountMinor: number;
  state: OperationState;
  /** The provider's own transaction for it, once it is known. */
  transactionId?: string;
  /** Id of a member of the staff, or `system`. */
  actor: string;
  reason?: string;
  /** Why it failed, in the provider's words; unset where the provider never heard of it. */
  failure?: string;
  requestedAt: Date;
  /** When the state last changed. */
  changedAt: Date;
}

/** It may still move money: its amount is spoken for. */
export function isUnderWay({ state }: Operation): boolean {
  return state === 'requested' || state === 'unknown';
}

/** The kind of transaction that an operation makes at the provider. */
export function factKindOf(kind: OperationKind): 'capture' | 'return' {
  return kind === 'capture' ? 'capture' : 'return';
}
