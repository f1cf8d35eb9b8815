import { describe, expect, it } from 'vitest';
import { checkImportDirections, zoneOf } from './import-direction.ts';
import { readImports } from './read-imports.ts';
import { codeFiles, type SourceFile } from './source-files.ts';

function check(...files: [path: string, text: string][]): string[] {
  const sources: SourceFile[] = files.map(([path, text]) => ({ path, text }));
  return checkImportDirections(sources).map(({ from, to, why }) => `${from} > ${to}: ${why}`);
}

describe('directions of imports', () => {
  it('hold in the whole project', () => {
    const files = codeFiles();
    expect(files.length).toBeGreaterThan(150);
    expect(files.slice(0, 150).flatMap(readImports).length).toBeGreaterThan(500);
    expect(checkImportDirections(files)).toEqual([]);
  });

  it('refuse another subgraph, the gateway and tests to a subgraph', () => {
    const text = "import '../../sasac/a.ts';\nimport '../../../gateway/b.ts';\nimport '../../../test/c.ts';";
    expect(check(['subgraphs/hrss/x/a.ts', text])).toEqual([
      'subgraphs/hrss/x/a.ts > subgraphs/sasac/a.ts: subgraphs/hrss may not import subgraphs/sasac',
      'subgraphs/hrss/x/a.ts > gateway/b.ts: subgraphs/hrss may not import gateway',
      'subgraphs/hrss/x/a.ts > test/c.ts: subgraphs/hrss may not import test',
    ]);
  });

  it('let a subgraph use the machine and its own folder', () => {
    const text = "import '../../../shared/department/publish.ts';\nimport type { A } from '../b.ts';";
    expect(check(['subgraphs/hrss/x/a.ts', text])).toEqual([]);
  });

  it('refuse the department machine to the gateway, even as a type or a dynamic import', () => {
    expect(check(['gateway/a.ts', "import type { A } from '../shared/department/a.ts';"])).toHaveLength(1);
    expect(check(['gateway/a.ts', "const a = await import('../shared/persistence/a.ts');"])).toHaveLength(1);
    expect(check(['gateway/a.ts', "let a: import('../subgraphs/hub/a.ts').A;"])).toHaveLength(1);
    expect(check(['gateway/a.ts', "export { a } from '../shared/graphql/a.ts';"])).toHaveLength(1);
  });

  it('refuse a named department to the machine, and anything but the driver to migrations', () => {
    expect(check(['shared/department/a.ts', "import '../../subgraphs/hrss/a.ts';"])).toHaveLength(1);
    expect(check(['migrations/hub/a.ts', "import '../../shared/primitives/clock.ts';"])).toHaveLength(1);
    // How a variable is read from a file is said once.
    expect(check(['migrations/config.ts', "import '../shared/config/file-values.ts';"])).toEqual([]);
    expect(check(['migrations/hub/a.ts', "import type { QueryRunner } from 'typeorm';"])).toEqual([]);
  });

  it('ask for a zone for every new folder', () => {
    expect(zoneOf('shared/novelty/a.ts')).toBeNull();
    expect(check(['shared/novelty/a.ts', "import '../primitives/result.ts';"])).toHaveLength(1);
  });

  it('keep typeorm in entities, repositories, persistence and migrations', () => {
    expect(check(['subgraphs/hub/a.service.ts', "import { DataSource } from 'typeorm';"])).toHaveLength(1);
    expect(check(['subgraphs/hub/a.service.ts', "import type { DataSource } from 'typeorm';"])).toEqual([]);
    expect(check(['subgraphs/hub/a.service.ts', "import type { Repository } from 'typeorm';"])).toHaveLength(1);
    expect(check(['gateway/a.ts', "import type { DataSource } from 'typeorm';"])).toHaveLength(1);
    expect(check(['subgraphs/hub/a.repository.ts', "import { In } from 'typeorm';"])).toEqual([]);
  });

  it('keep GraphQL and HTTP out of the foundation', () => {
    expect(check(['shared/primitives/a.ts', "import { parse } from 'graphql';"])).toHaveLength(1);
    expect(check(['shared/catalogue/a.ts', "import { Field } from 'type-graphql';"])).toHaveLength(1);
    expect(check(['subgraphs/hub/a.service.ts', "import { Field } from 'type-graphql';"])).toHaveLength(1);
  });

  it('go from resolver over service to repository and entity, never back', () => {
    expect(check(['subgraphs/hub/a/a.repository.ts', "import './a.service.ts';"])).toHaveLength(1);
    expect(check(['subgraphs/hub/a/a.resolver.ts', "import './a.repository.ts';"])).toHaveLength(1);
    expect(check(['subgraphs/hub/a/a.rules.ts', "import './a.entity.ts';"])).toHaveLength(1);
    expect(check(['subgraphs/hub/a/a.resolver.ts', "import './a.service.ts';"])).toEqual([]);
  });

  it('keep a domain file free of GraphQL and the database', () => {
    const domain: [string, string] = ['subgraphs/hub/a/a.ts', "import type { EntityManager } from 'typeorm';"];
    expect(check(domain, ['subgraphs/hub/a/a.entity.ts', ''])).toHaveLength(1);
  });

  it('name a cycle, type imports included', () => {
    const found = check(
      ['shared/primitives/a.ts', "import './b.ts';"],
      ['shared/primitives/b.ts', "import type { C } from './c.ts';"],
      ['shared/primitives/c.ts', "import './a.ts';"],
    );
    expect(found).toEqual([
      'shared/primitives/a.ts > shared/primitives/b.ts: cycle: shared/primitives/a.ts → shared/primitives/b.ts → shared/primitives/c.ts → shared/primitives/a.ts',
    ]);
  });
});
