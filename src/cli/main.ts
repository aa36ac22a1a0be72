#!/usr/bin/env node
import { CommandThread } from './command-thread.js';
import { reportError } from './exit.js';

const argv = process.argv.slice(2);
const debug = argv.includes('--debug');
const thread = new CommandThread(argv, process);
process.on('uncaughtException', (error) => process.exit(reportError(error, process, { command: 'trailcost', debug })));
// What asks a program to end.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => thread.stop());
process.exitCode = await thread.done(debug);
