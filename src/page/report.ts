// page: what runs in the browser, over the same model and the same reports.

import { printWhole } from './print.js';
import { workWithTables } from './tables.js';

workWithTables();
printWhole();
