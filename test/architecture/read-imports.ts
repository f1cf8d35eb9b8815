import { posix } from 'node:path';
import ts from 'typescript';
import type { SourceFile } from './source-files.ts';

/** One import or re-export with a literal specifier, or a dynamic import of one. */
export interface ImportEdge {
  readonly from: string;
  /** Path of a project file, or the name of a package or `node:` module. */
  readonly to: string;
  readonly isPackage: boolean;
  /** Erased by the compiler. */
  readonly isTypeOnly: boolean;
  readonly names: readonly string[];
  readonly line: number;
}

/** The imports of one file, in their order. */
export function readImports(file: SourceFile): ImportEdge[] {
  const options = { languageVersion: ts.ScriptTarget.ES2022, jsDocParsingMode: ts.JSDocParsingMode.ParseNone };
  const source = ts.createSourceFile(file.path, file.text, options);
  // Statements are told at the top; only a dynamic import or a type of one can stand deeper, and few files have any.
  const isDeep = /\bimport\s*\(/.test(file.text);
  const edges: ImportEdge[] = [];
  const visit = (node: ts.Node): void => {
    const found = importOf(node);
    if (found) {
      const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
      edges.push({ from: file.path, ...target(file.path, found.specifier), ...found.shape, line });
    }
    if (isDeep) ts.forEachChild(node, visit);
  };
  ts.forEachChild(source, visit);
  return edges;
}

interface FoundImport {
  readonly specifier: string;
  readonly shape: Pick<ImportEdge, 'isTypeOnly' | 'names'>;
}

function importOf(node: ts.Node): FoundImport | null {
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
    const clause = node.importClause;
    const isTypeOnly = clause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
    return { specifier: node.moduleSpecifier.text, shape: { isTypeOnly, names: importedNames(clause) } };
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) {
    return { specifier: node.moduleSpecifier.text, shape: { isTypeOnly: node.isTypeOnly, names: [] } };
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) && ts.isStringLiteral(node.argument.literal)) {
    return { specifier: node.argument.literal.text, shape: { isTypeOnly: true, names: [] } };
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    const [argument] = node.arguments;
    if (argument && ts.isStringLiteral(argument)) {
      return { specifier: argument.text, shape: { isTypeOnly: false, names: [] } };
    }
  }
  return null;
}

function importedNames(clause: ts.ImportClause | undefined): string[] {
  const bindings = clause?.namedBindings;
  const named = bindings && ts.isNamedImports(bindings) ? bindings.elements : [];
  const names = named.map((element) => (element.propertyName ?? element.name).text);
  return clause?.name || (bindings && ts.isNamespaceImport(bindings)) ? ['*', ...names] : names;
}

function target(from: string, specifier: string): Pick<ImportEdge, 'to' | 'isPackage'> {
  if (specifier.startsWith('.')) return { to: posix.join(posix.dirname(from), specifier), isPackage: false };
  const parts = specifier.split('/');
  const name = specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier);
  return { to: name, isPackage: true };
}
