import * as z from 'zod';
import { writtenSchema } from './schema.js';

/**
 * The JSON Schema (draft-07) of the scenario file as one writes it, with nothing that only editors use. What is shipped has it made already
 * (`bundle.mjs`).
 */
export function plainJsonSchema(): object {
  return z.toJSONSchema(writtenSchema, { io: 'input', target: 'draft-07' });
}
