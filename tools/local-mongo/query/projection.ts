import { compileExpression, type Expression } from '../aggregation/expression.ts';
import { type Doc, isDoc, isNumeric, setField, toNumber, type Value } from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import { refuseDollarNames, refuseEmptyNames } from './path.ts';

/** What becomes of the fields that a projection does not name. */
type Mode = 'include' | 'exclude';

type Leaf =
  | { kind: 'keep' }
  | { kind: 'drop' }
  /** Of an array, only the element that the query matched. */
  | { kind: 'positional' }
  | { kind: 'compute'; expression: Expression };

type Node = Leaf | { kind: 'tree'; fields: Tree };
type Tree = Map<string, Node>;

export interface Projection {
  apply: (doc: Doc, position: number | undefined) => Doc;
  /** Which whole fields it keeps, when that is all that it does. */
  keeps: ((field: string) => boolean) | undefined;
}

interface ProjectionOptions {
  /** A find's projection knows the positional `$`; a `$project` stage does not. */
  isFind: boolean;
}

/**
 * Reads a projection.
 * @throws {MongoError} 31254 for a mix of inclusion and exclusion, 31249 when two paths collide
 */
export function compileProjection(spec: Doc, { isFind }: ProjectionOptions): Projection {
  const tree: Tree = new Map();
  let mode: Mode | undefined;
  const given = flatten(spec);
  refuseWrongPositions(given, isFind);
  for (const [path, operand] of given) {
    const { leaf, implies } = parseLeaf(path, operand, isFind);
    const name = path.endsWith('.$') ? path.slice(0, -2) : path;
    if (name !== '_id' && implies !== undefined) {
      if (mode !== undefined && mode !== implies) refuseMix(path, implies);
      mode = implies;
    }
    insert(tree, name, leaf);
  }
  mode ??= tree.get('_id')?.kind === 'keep' ? 'include' : 'exclude';
  if (mode === 'include' && !tree.has('_id')) tree.set('_id', { kind: 'keep' });
  const settled = mode;
  const absent = settled === 'include' ? 'drop' : 'keep';
  const isPlain = [...tree.values()].every(({ kind }) => kind === 'keep' || kind === 'drop');
  return {
    apply: (doc, position) => project(doc, tree, settled, position, doc),
    keeps: isPlain ? (field) => (tree.get(field)?.kind ?? absent) === 'keep' : undefined,
  };
}

function refuseMix(path: string, implies: Mode): never {
  if (implies === 'exclude')
    throw new MongoError(31254, `Cannot do exclusion on field ${path} in inclusion projection`);
  throw new MongoError(31253, `Cannot do inclusion on field ${path} in exclusion projection`);
}

/** `{ a: { b: 1 } }` means `{ 'a.b': 1 }`. */
function flatten(spec: Doc, prefix = ''): [string, Value][] {
  return Object.entries(spec).flatMap(([name, operand]): [string, Value][] => {
    const path = prefix + name;
    refuseEmptyNames(path.split('.'));
    const isNested = isDoc(operand) && !Object.keys(operand)[0]?.startsWith('$');
    if (!isNested) return [[path, operand]];
    if (Object.keys(operand).length === 0)
      throw new MongoError(51270, 'An empty sub-projection is not a valid value');
    return flatten(operand, `${path}.`);
  });
}

function refuseWrongPositions(given: [string, Value][], isFind: boolean): void {
  for (const [path] of given) {
    if (!path.includes('.$.')) continue;
    throw new MongoError(
      31394,
      `The positional operator may only be used at the end of a path, not in ${path}`,
    );
  }
  const positional = given.filter(([path]) => path.endsWith('.$'));
  if (positional.length > 0 && !isFind) {
    throw new MongoError(31324, 'Cannot use positional projection in aggregation projection');
  }
  if (positional.length > 1) {
    throw new MongoError(31276, 'Cannot specify more than one positional projection per query.');
  }
}

function parseLeaf(path: string, operand: Value, isFind: boolean): { leaf: Leaf; implies?: Mode } {
  if (typeof operand === 'boolean' || isNumeric(operand)) {
    const keeps = typeof operand === 'boolean' ? operand : toNumber(operand) !== 0;
    refuseDollarNames((path.endsWith('.$') ? path.slice(0, -2) : path).split('.'));
    if (path.endsWith('.$')) {
      if (!keeps) throw new MongoError(31395, 'positional projection cannot be used with exclusion');
      return { leaf: { kind: 'positional' }, implies: 'include' };
    }
    return keeps
      ? { leaf: { kind: 'keep' }, implies: 'include' }
      : { leaf: { kind: 'drop' }, implies: 'exclude' };
  }
  refuseDollarNames(path.split('.'));
  if (isFind && isDoc(operand) && ('$slice' in operand || '$elemMatch' in operand)) {
    throw new MongoError(238, '$slice and $elemMatch are not supported in projections');
  }
  return { leaf: { kind: 'compute', expression: compileExpression(operand) }, implies: 'include' };
}

function matchedElement(value: Value, position: number | undefined): Value {
  if (!Array.isArray(value)) return value;
  if (position !== undefined && position < value.length) return [value[position]!];
  throw new MongoError(51246, "positional operator '.$' couldn't find a matching element in the array");
}

function insert(tree: Tree, path: string, leaf: Leaf): void {
  const parts = path.split('.');
  let fields = tree;
  for (const [depth, part] of parts.entries()) {
    const node = fields.get(part);
    const isLast = depth === parts.length - 1;
    if (node !== undefined && (isLast || node.kind !== 'tree')) {
      throw new MongoError(31249, `Path collision at ${path}`);
    }
    if (isLast) fields.set(part, leaf);
    else if (node?.kind === 'tree') fields = node.fields;
    else {
      const next: Tree = new Map();
      fields.set(part, { kind: 'tree', fields: next });
      fields = next;
    }
  }
}

function project(doc: Doc, tree: Tree, mode: Mode, position: number | undefined, root: Doc): Doc {
  const result: Doc = {};
  for (const [name, value] of Object.entries(doc)) {
    const node = tree.get(name);
    const projected =
      node === undefined
        ? mode === 'exclude'
          ? value
          : undefined
        : apply(value, node, mode, position, root);
    if (projected !== undefined) setField(result, name, projected);
  }
  for (const [name, node] of tree) {
    const computed = compute(name in result ? result[name] : undefined, node, mode, root);
    if (computed !== undefined) setField(result, name, computed);
  }
  return result;
}

function apply(
  value: Value,
  node: Node,
  mode: Mode,
  position: number | undefined,
  root: Doc,
): Value | undefined {
  if (node.kind === 'keep') return value;
  if (node.kind === 'positional') return matchedElement(value, position);
  if (node.kind === 'tree') return applyTree(value, node.fields, mode, position, root);
  return undefined;
}

function applyTree(
  value: Value,
  tree: Tree,
  mode: Mode,
  position: number | undefined,
  root: Doc,
): Value | undefined {
  if (isDoc(value)) return project(value, tree, mode, position, root);
  if (Array.isArray(value)) {
    return value
      .map((item) => applyTree(item, tree, mode, position, root))
      .filter((item) => item !== undefined);
  }
  if (mode === 'exclude') return value;
  // A value without fields makes way for those that are computed into it.
  return hasComputed(tree) ? project({}, tree, mode, position, root) : undefined;
}

/** New fields; those inside of documents that exist were computed on the way. */
function compute(existing: Value | undefined, node: Node, mode: Mode, root: Doc): Value | undefined {
  if (node.kind === 'compute') return node.expression(root, {});
  if (node.kind !== 'tree' || existing !== undefined || !hasComputed(node.fields)) return undefined;
  return project({}, node.fields, mode, undefined, root);
}

function hasComputed(tree: Tree): boolean {
  return [...tree.values()].some(
    (node) => node.kind === 'compute' || (node.kind === 'tree' && hasComputed(node.fields)),
  );
}
