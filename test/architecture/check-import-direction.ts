import { checkImportDirections } from './import-direction.ts';
import { codeFiles } from './source-files.ts';

const files = codeFiles();
const violations = checkImportDirections(files);
for (const { from, line, to, why } of violations) process.stderr.write(`${from}:${line} imports ${to}: ${why}\n`);
process.stdout.write(`import directions: ${files.length} files, ${violations.length} violations\n`);
process.exitCode = violations.length === 0 ? 0 : 1;
