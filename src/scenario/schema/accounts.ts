import { z } from 'zod';
import { account, line } from './fields.js';

/** What people call an account, and how they book it. */
export const accountFacts = z
  .strictObject({
    id: account.describe('Account id, 12 digits in quotes.'),
    name: line.describe('What people call the account: reports print it beside the id.').optional(),
    costCentre: line.describe('Cost centre that the account is booked on: `estimate --by cost_centre`.').optional(),
    tags: z
      .record(z.string().regex(/^[^\p{C}]{1,128}$/u, '1 to 128 printable characters on one line'), line)
      .describe('Tags of the account, such as `team: security`: `estimate --by tag:team`.')
      .default({}),
  })
  .meta({ title: 'account', description: 'What people call an account, its cost centre and its tags. Nothing of it changes the cost.' });
