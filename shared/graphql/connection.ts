import { Field, Int, ObjectType, type ClassType } from 'type-graphql';
import { badUserInput } from './errors.ts';
import { PageInfo } from './page-info.type.ts';

/** Page size when none is asked for, and the largest allowed. */
export const PAGE_SIZE = { default: 20, max: 500 } as const;

/** A slice of a list in a stable order: what a repository returns and a connection shows. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Cursor of an item; opaque to clients. */
  readonly cursorOf: (item: T, index: number) => string;
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  /** Counted only when a client asks for it. */
  readonly totalCount: () => number | Promise<number>;
}

export interface PageRequest {
  readonly first: number;
  /** Decoded position of the item before the page; null for the first page. */
  readonly after: string | null;
}

/** Checks `first` and decodes `after`; refuses sizes outside 1–500 and cursors that are not ours. */
export function pageRequest(first: number | null | undefined, after: string | null | undefined): PageRequest {
  const size = first ?? PAGE_SIZE.default;
  if (size < 1 || size > PAGE_SIZE.max) throw badUserInput(`first 应在 1 至 ${PAGE_SIZE.max} 之间`);
  return { first: size, after: after == null ? null : decodeCursor(after) };
}

export function encodeCursor(position: string): string {
  return Buffer.from(`c:${position}`).toString('base64url');
}

export function decodeCursor(cursor: string): string {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  if (!text.startsWith('c:')) throw badUserInput('after 不是本接口给出的游标');
  return text.slice(2);
}

/** A page over a list already in memory, positions being its indexes. */
export function pageOfList<T>(list: readonly T[], request: PageRequest): Page<T> {
  const start = request.after === null ? 0 : Number(request.after) + 1;
  if (!Number.isSafeInteger(start) || start < 0) throw badUserInput('after 不是本接口给出的游标');
  const items = list.slice(start, start + request.first);
  return {
    items,
    cursorOf: (_item, index) => encodeCursor(String(start + index)),
    hasNextPage: start + items.length < list.length,
    hasPreviousPage: start > 0,
    totalCount: () => list.length,
  };
}

/** The shape every connection class has. */
export interface Connection<T> {
  edges: readonly { cursor: string; node: T }[];
  pageInfo: PageInfo;
  totalCount: number | Promise<number>;
}

/**
 * Makes the Relay connection and edge classes of a node class, named `<name>Connection` and `<name>Edge`.
 * Call once per node type and keep the class. In department-owned types every field but `id` is nullable
 * (see docs/decisions), so departments pass `nullable`.
 */
export function createConnectionType<T extends object>(
  name: string,
  label: string,
  node: ClassType<T>,
  options: { readonly nullable?: boolean } = {},
): ClassType<Connection<T>> {
  const nullable = options.nullable ?? false;
  @ObjectType(`${name}Edge`, { simpleResolvers: true, description: `${label}列表中的一项及其游标` })
  class Edge {
    @Field(() => String, { nullable, description: '该项的游标' })
    cursor!: string;

    @Field(() => node, { nullable, description: label })
    node!: T;
  }

  @ObjectType(`${name}Connection`, { simpleResolvers: true, description: `${label}的分页列表（Relay 规范）` })
  class ConnectionType implements Connection<T> {
    @Field(() => [Edge], { nullable, description: '本页各项' })
    edges!: readonly Edge[];

    @Field(() => PageInfo, { nullable, description: '分页信息' })
    pageInfo!: PageInfo;

    @Field(() => Int, { nullable, description: '符合条件的总项数' })
    totalCount!: number | Promise<number>;
  }
  return ConnectionType;
}

/** The same page with its items shown in another shape; cursors and the count stay those of the items. */
export function mapPage<S, T>(page: Page<S>, show: (item: S) => T): Page<T> {
  const cursors = page.items.map((item, index) => page.cursorOf(item, index));
  return {
    items: page.items.map(show),
    cursorOf: (_item, index) => cursors[index] ?? '',
    hasNextPage: page.hasNextPage,
    hasPreviousPage: page.hasPreviousPage,
    totalCount: () => page.totalCount(),
  };
}

/** Shapes a page as a connection. */
export function toConnection<T>(page: Page<T>): Connection<T> {
  const edges = page.items.map((node, index) => ({ cursor: page.cursorOf(node, index), node }));
  return {
    edges,
    pageInfo: {
      hasNextPage: page.hasNextPage,
      hasPreviousPage: page.hasPreviousPage,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    // A getter, so that counting costs nothing where it is not selected.
    get totalCount() {
      return page.totalCount();
    },
  };
}
