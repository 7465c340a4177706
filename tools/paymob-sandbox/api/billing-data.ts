/** The parts of the billing data that may be "NA". */
export const ADDRESS_FIELDS = [
  'apartment',
  'floor',
  'street',
  'building',
  'shipping_method',
  'postal_code',
  'city',
  'country',
  'state',
] as const;
