// Writes log files: node write-logs.mjs FOLDER OPTIONS
import { writeLogs } from './logs.mjs';

const [folder, options] = process.argv.slice(2);
process.stdout.write(JSON.stringify(writeLogs(folder, JSON.parse(options))));
