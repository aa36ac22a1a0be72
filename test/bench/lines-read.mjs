// Reads a file's lines and does nothing with them: node lines-read.mjs FILE
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

let keys = 0;
for await (const line of createInterface({ input: createReadStream(process.argv[2]) })) if (line !== '') keys += 1;
process.stdout.write(JSON.stringify({ keys }));
