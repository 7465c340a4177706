/** Accounts of the demo shop. Everybody knows these passwords, so they are never made in production. */
export const DEMO_ACCOUNTS = {
  admin: {
    email: 'admin@demo.shop',
    password: 'demo-admin-pyramid-42',
    role: 'admin',
    firstName: 'Nadia',
    lastName: 'Fahmy',
  },
  customer: {
    email: 'customer@demo.shop',
    password: 'demo-customer-felucca-42',
    role: 'customer',
    firstName: 'Karim',
    lastName: 'Mansour',
  },
} as const;
