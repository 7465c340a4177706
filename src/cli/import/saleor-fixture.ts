/** The parts of Saleor's fixture dump (Django's `dumpdata`) that a catalogue needs. */
export interface SaleorRow<Fields> {
  pk: number;
  /** Position in the file, the first being 1. */
  row: number;
  fields: Fields;
}

export interface SaleorModels {
  'product.category': { name: string; parent: number | null };
  'product.product': {
    name: string;
    slug: string;
    category: number | null;
    description: { blocks?: { data?: { text?: string; items?: string[] } }[] } | null;
  };
  'product.productvariant': { sku: string | null; name: string; product: number; weight: string | null };
  'product.productvariantchannellisting': { variant: number; currency: string; price_amount: string | null };
  'product.productchannellisting': { product: number; is_published: boolean; currency: string };
  'product.productmedia': { product: number };
  'warehouse.stock': { product_variant: number; quantity: number };
  'attribute.attribute': { name: string };
  'attribute.attributevalue': { name: string; attribute: number };
  'attribute.assignedproductattributevalue': { product: number; value: number };
  'attribute.assignedvariantattribute': { variant: number };
  'attribute.assignedvariantattributevalue': { assignment: number; value: number };
}

/** The rows of a dump by their model. */
export class SaleorFixture {
  private readonly rows: Map<string, SaleorRow<unknown>[]>;

  constructor(dump: { model: string; pk: number; fields: unknown }[]) {
    const rows = dump.map(({ model, pk, fields }, index) => ({ model, pk, fields, row: index + 1 }));
    this.rows = Map.groupBy(rows, ({ model }) => model);
  }

  all<Model extends keyof SaleorModels>(model: Model): SaleorRow<SaleorModels[Model]>[] {
    return (this.rows.get(model) ?? []) as SaleorRow<SaleorModels[Model]>[];
  }

  byKey<Model extends keyof SaleorModels>(model: Model): Map<number, SaleorModels[Model]> {
    return new Map(this.all(model).map(({ pk, fields }) => [pk, fields]));
  }

  /** The rows of a model by one of their references. */
  groupBy<Model extends keyof SaleorModels>(
    model: Model,
    reference: keyof SaleorModels[Model],
  ): Map<number, SaleorRow<SaleorModels[Model]>[]> {
    return Map.groupBy(this.all(model), ({ fields }) => Number(fields[reference]));
  }
}
