import { Injectable } from '@nestjs/common';

/** A module that keeps data of persons beside their accounts, such as the names and addresses in orders. */
export interface PersonalDataHolder {
  /** Everything that the module knows of the user, as JSON for the user. */
  exportData(userId: string): Promise<unknown>;
  /** Takes the person out of what must be kept and deletes the rest. May be called again after a failure. */
  eraseData(userId: string): Promise<void>;
}

/** Where modules say that they hold personal data, so that an export or an erasure misses none. */
@Injectable()
export class PersonalDataHolders {
  private readonly holders = new Map<string, PersonalDataHolder>();

  /** @param name the key in the export, such as `orders` */
  register(name: string, holder: PersonalDataHolder): void {
    this.holders.set(name, holder);
  }

  async exportAll(userId: string): Promise<Record<string, unknown>> {
    const names = [...this.holders.keys()];
    const data = await Promise.all([...this.holders.values()].map((holder) => holder.exportData(userId)));
    return Object.fromEntries(names.map((name, i) => [name, data[i]]));
  }

  async eraseAll(userId: string): Promise<void> {
    for (const holder of this.holders.values()) await holder.eraseData(userId);
  }
}
