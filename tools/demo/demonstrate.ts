import { DEMO_ACCOUNTS } from '../../src/cli/demo-shop/demo-accounts.ts';
import { saleSteps, startSale, type SaleMethod } from './sale.ts';
import { runSteps } from './steps.ts';

/** Sells something by each method, with a line per step. @returns whether every step held */
export async function demonstrate(
  { apiUrl, sandboxUrl, controlToken }: { apiUrl: string; sandboxUrl: string; controlToken: string },
  methods: SaleMethod[],
  search: string,
  print: (line: string) => void = console.log,
): Promise<boolean> {
  for (const method of methods) {
    print(`\nA sale by ${method} at ${apiUrl}`);
    const sale = startSale({
      apiUrl,
      sandbox: { url: sandboxUrl, controlToken },
      admin: { email: DEMO_ACCOUNTS.admin.email, password: DEMO_ACCOUNTS.admin.password },
      method,
      search,
    });
    if (!(await runSteps(saleSteps(method), sale, print))) return false;
  }
  print(`\nSold by ${methods.join(', ')}: every step holds.`);
  return true;
}
