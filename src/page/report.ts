import { printWhole } from './print.js';
import { workWithTables } from './tables.js';

workWithTables();
printWhole();
