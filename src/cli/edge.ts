import { readFile, stat, writeFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import writeFileAtomic from 'write-file-atomic';
import { type Problem, TrailcostError } from '../errors.js';
