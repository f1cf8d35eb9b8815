import 'reflect-metadata';
import { fillNationalStore } from './national-store.ts';

/**
 * `npx tsx test/bench/fill-national.ts DATABASE_URL [SUBJECTS] [YEAR,YEAR…]`: a made-up nation for trying things at size.
 * The URL is that of the evaluation's app role in a migrated database; never one that holds real figures.
 */
const [url, subjects = '3000', years = '2024,2025'] = process.argv.slice(2);
if (url === undefined) {
  process.stderr.write('usage: npx tsx test/bench/fill-national.ts DATABASE_URL [SUBJECTS] [YEAR,YEAR…]\n');
  process.exitCode = 2;
} else {
  const size = { subjects: Number(subjects), years: years.split(',').map(Number), hasFaults: true };
  const { values, assessments } = await fillNationalStore(url, size);
  process.stdout.write(`${subjects} subjects, ${values} values, ${assessments} assessments, all of them made up\n`);
}
