import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { variablesIn } from '../testkit/compose-text.ts';
import { composeText } from '../testkit/compose-topology.ts';
import { filesBelow, readSource, type SourceFile } from './source-files.ts';

const CONFIG_FILES = filesBelow()
  .filter((path) => /(^|[/.])config\.ts$/.test(path) && !/^test\/|^vitest\./.test(path))
  .map(readSource);

const VARIABLE = /^[A-Z][A-Z0-9_]*$/;

/** Names of the variables a config file reads: the keys of its zod objects that are written as variables are. */
function variablesOf(file: SourceFile): string[] {
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name) && VARIABLE.test(node.name.text)) {
      names.push(node.name.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file.path, file.text, ts.ScriptTarget.ES2022, true));
  return names;
}

/** Names set in the example, commented out or not. */
function namesInExample(): string[] {
  const lines = readSource('.env.example').text.split('\n');
  return lines.flatMap((line) => /^#? ?([A-Z][A-Z0-9_]*)=/.exec(line)?.[1] ?? []);
}

describe('.env.example', () => {
  it('names every variable that a config file reads or docker-compose.yml replaces, and no other', () => {
    const read = CONFIG_FILES.map((file) => ({ path: file.path, names: variablesOf(file) }));
    expect(read.length).toBeGreaterThan(3);
    const silent = read.filter(({ names }) => names.length === 0).map(({ path }) => path);
    // A department's config is the machine's.
    expect(silent.filter((path) => !/from '[^']+\.config\.ts'/.test(readSource(path).text))).toEqual([]);
    const known = new Set([...read.flatMap(({ names }) => names), ...variablesIn(composeText())]);
    expect([...new Set(namesInExample())].sort()).toEqual([...known].sort());
  });

  it('names no variable twice', () => {
    const names = namesInExample();
    expect(names.length).toBeGreaterThan(10);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });
});
