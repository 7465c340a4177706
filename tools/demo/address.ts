/** Where the buyers of the demonstration, the code cache, the bench and the tests have their parcels sent. */
export const CAIRO_ADDRESS = {
  firstName: 'Mona',
  lastName: 'Hassan',
  phone: '+201001234567',
  line1: '12 Tahrir Street',
  city: 'Cairo',
  governorate: 'Cairo',
  country: 'EG',
};
