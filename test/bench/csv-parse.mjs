// Parses a CSV and does nothing with it: node csv-parse.mjs FILE
import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';

let rows = -1;
for await (const _ of createReadStream(process.argv[2], { highWaterMark: 256 * 1024 }).pipe(parse())) rows += 1;
process.stdout.write(JSON.stringify({ rows }));
