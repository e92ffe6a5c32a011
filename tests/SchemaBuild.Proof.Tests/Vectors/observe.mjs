// Reads scripts as a JSON array of strings, runs each in a transaction of its own, and writes what the last statement of each gave: { error } or { rows }.
// Argument: the folder of PGlite.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const folder = pathToFileURL(process.argv[2] + '/dist/').href;
const { PGlite } = await import(folder + 'index.js');
const { vector } = await import(folder + 'vector/index.js');
const database = new PGlite({ extensions: { vector } });
await database.exec('CREATE EXTENSION vector');

const seen = [];
for (const script of JSON.parse(readFileSync(0, 'utf8'))) {
  await database.exec('BEGIN');
  try {
    seen.push({ rows: (await database.exec(script)).at(-1).rows.map((row) => Object.values(row).join(' ')) });
  } catch (error) {
    seen.push({ error: error.code });
  }
  await database.exec('ROLLBACK');
}
process.stdout.write(JSON.stringify(seen));
await database.close();
