/** The accounts that `npm run seed` makes; for demonstrations only, never in a real shop. */
export const DEMO_ADMIN = { email: 'admin@demo.example', password: 'demo-admin-2026-cairo' };
