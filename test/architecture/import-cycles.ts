import type { ImportEdge } from './read-imports.ts';

type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/** A shortest cycle for each knot of files that reach each other, type imports included. */
export function findCycles(edges: readonly ImportEdge[]): string[][] {
  const own = edges.filter((edge) => !edge.isPackage);
  const graph = toGraph(own.map(({ from, to }) => [from, to]));
  const reversed = toGraph(own.map(({ from, to }) => [to, from]));
  const told = new Set<string>();
  const cycles: string[][] = [];
  for (const start of [...graph.keys()].sort()) {
    if (told.has(start)) continue;
    const cycle = shortestCycle(graph, start);
    if (cycle === null) continue;
    cycles.push(cycle);
    // The rest of the knot would only tell the same again.
    const ahead = reach(graph, start);
    for (const file of reach(reversed, start)) if (ahead.has(file)) told.add(file);
  }
  return cycles;
}

function toGraph(pairs: readonly (readonly [string, string])[]): Graph {
  const graph = new Map<string, Set<string>>();
  for (const [from, to] of pairs) graph.set(from, (graph.get(from) ?? new Set<string>()).add(to));
  return graph;
}

/** All files that can be reached from one. */
function reach(graph: Graph, start: string): Set<string> {
  const reached = new Set<string>();
  const queue = [start];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    for (const next of graph.get(file) ?? []) {
      if (!reached.has(next)) queue.push(next);
      reached.add(next);
    }
  }
  return reached;
}

/** Breadth first from a file back to itself. */
function shortestCycle(graph: Graph, start: string): string[] | null {
  const paths: string[][] = [[start]];
  const seen = new Set<string>();
  for (let path = paths.shift(); path !== undefined; path = paths.shift()) {
    for (const next of graph.get(path.at(-1) ?? start) ?? []) {
      if (next === start) return path;
      if (!seen.has(next)) paths.push([...path, next]);
      seen.add(next);
    }
  }
  return null;
}
