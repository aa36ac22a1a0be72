#!/usr/bin/env node
import { CommandThread } from './command-thread.js';

const argv = process.argv.slice(2);
const thread = new CommandThread(argv, process);
// What asks a program to end.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => thread.stop());
process.exitCode = await thread.done(argv.includes('--debug'));
