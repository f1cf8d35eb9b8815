import { z } from 'zod';

/** What a cell holds; the structure of documents, as far as sheets need to know it. */
export type Shape =
  | { readonly kind: 'text'; readonly options: readonly string[] }
  | { readonly kind: 'integer' | 'boolean' | 'list' | 'map' }
  /** A list of flat objects: one line each, fields in this order. */
  | { readonly kind: 'records'; readonly fields: readonly string[]; readonly item: Shape }
  /** One of several small objects: one line for each field; those named here are lists. */
  | { readonly kind: 'fields'; readonly lists: readonly string[] }
  /** Anything deeper; `item` where it is a list of objects. */
  | { readonly kind: 'other'; readonly item?: Shape }
  | { readonly kind: 'object'; readonly members: ReadonlyMap<string, Member> };

export interface Member {
  readonly shape: Shape;
  readonly isRequired: boolean;
  readonly isNullable: boolean;
}

const jsonSchema = z.looseObject({
  type: z.string().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  items: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  enum: z.array(z.unknown()).optional(),
  additionalProperties: z.unknown().optional(),
});

/** The shape of a zod schema's input. */
export function shapeOf(schema: z.ZodType): Shape {
  return toShape(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })).shape;
}

interface Read {
  readonly shape: Shape;
  readonly isNullable: boolean;
}

const OTHER: Shape = { kind: 'other' };

function toShape(node: unknown): Read {
  const parsed = jsonSchema.safeParse(node);
  if (!parsed.success) return { shape: OTHER, isNullable: false };
  const { anyOf, oneOf } = parsed.data;
  if (oneOf !== undefined) return { shape: alternatives(oneOf), isNullable: false };
  if (anyOf === undefined) return { shape: plainShape(parsed.data), isNullable: false };
  const options = anyOf.filter((option) => !isNull(option));
  const isNullable = options.length < anyOf.length;
  const [first] = options;
  if (options.length === 1) return { shape: toShape(first).shape, isNullable };
  // Alternatives of one text, such as a figure or `true`, are a text; others are told as JSON.
  const shapes = options.map((option) => toShape(option).shape);
  return { shape: shapes.every(({ kind }) => kind === 'text') ? { kind: 'text', options: [] } : OTHER, isNullable };
}

/** Objects told apart by a word: their fields together. */
function alternatives(nodes: readonly unknown[]): Shape {
  const lists = new Set<string>();
  for (const node of nodes) {
    const { shape } = toShape(node);
    if (shape.kind !== 'object') return OTHER;
    for (const [name, member] of shape.members) {
      if (member.shape.kind === 'list') lists.add(name);
      else if (member.shape.kind !== 'text') return OTHER;
    }
  }
  return { kind: 'fields', lists: [...lists] };
}

function isNull(node: unknown): boolean {
  return jsonSchema.safeParse(node).data?.type === 'null';
}

function plainShape({ type, properties, required = [], items, ...node }: z.infer<typeof jsonSchema>): Shape {
  if (type === 'string') return { kind: 'text', options: (node.enum ?? []).filter((it) => typeof it === 'string') };
  if (type === 'integer' || type === 'number') return { kind: 'integer' };
  if (type === 'boolean') return { kind: 'boolean' };
  if (type === 'array') return listShape(toShape(items).shape);
  if (type !== 'object') return OTHER;
  if (properties === undefined || Object.keys(properties).length === 0) {
    return toShape(node.additionalProperties).shape.kind === 'text' ? { kind: 'map' } : OTHER;
  }
  const members = Object.entries(properties).map(([name, member]): [string, Member] => [
    name,
    { ...toShape(member), isRequired: required.includes(name) },
  ]);
  return { kind: 'object', members: new Map(members) };
}

function listShape(item: Shape): Shape {
  if (item.kind === 'text') return { kind: 'list' };
  if (item.kind !== 'object') return OTHER;
  const isFlat = [...item.members.values()].every(({ shape }) => shape.kind === 'text');
  return isFlat ? { kind: 'records', fields: [...item.members.keys()], item } : { kind: 'other', item };
}
