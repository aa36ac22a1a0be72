import { z } from 'zod';
import { quantityText } from '../../base/text.js';
import { SCENARIO_LIMITS } from '../limits.js';
import { ACTIVITY_DEFAULTS, type DefaultedField, TRAIL_DEFAULTS } from '../trail-defaults.js';
import { COUNT, name, quantity, SHARE, THINGS } from './fields.js';

function byDefault(field: DefaultedField): string {
  const { value, basis } = TRAIL_DEFAULTS[field];
  return `Default: ${quantityText(value)}, ${basis}.`;
}

/** The fields of a trail as one writes them. */
export const trailFields = z
  .strictObject({
    name: name.describe('Name of the trail, unique in this scenario.'),
    logFilesPerMonth: quantity(
      COUNT,
      'Log files that are delivered in each calendar month, if you know it; then leave out what makes it up.',
    ).optional(),
    logFilesPerAccountMonth: quantity(COUNT, 'Log files that each account has in each calendar month; needs accounts.').optional(),
    accounts: quantity(THINGS, 'Accounts that the trail covers: 1, or the number of accounts of the organization.').optional(),
    activeRegions: quantity(
      { min: 0, max: 100 },
      'Regions that an average account uses: 2 if an average account works in 2 of its 17 Regions. The other Regions get almost no ' +
        `log files (0.002 of their slots, measured). ${byDefault('activeRegions')}`,
    ).optional(),
    filesPerSlot: quantity(
      { min: 0, max: 1000 },
      'Log files in a slot of 5 minutes that has any (measured: 1.1 with management events alone, 2.6 with S3 data events, 5 to 14 in ' +
        `busy accounts). ${byDefault('filesPerSlot')}`,
    ).optional(),
    activeSlotShare: quantity(
      SHARE,
      `Share of the 5-minute slots, in a Region that is in use, that have a log file (0 to 1). ${byDefault('activeSlotShare')}`,
    ).optional(),
    digestFilesPerMonth: quantity(
      COUNT,
      'Digest files that log file validation delivers in each calendar month, if you know it. Default: none.',
    ).optional(),
    digestFilesPerAccountMonth: quantity(COUNT, 'Digest files that each account has in each calendar month; needs accounts.').optional(),
    digestRegions: quantity(
      { min: 0, max: 100, things: true },
      'Regions in which log file validation delivers a digest file every hour for each account, in use or not: 17, if 17 Regions are on. ' +
        'Default: none.',
    ).optional(),
    growthPercentPerMonth: quantity(
      { min: -50, max: 50 },
      'Growth of the number of files from month to month, in percent; before the period it runs backwards. Default: 0.',
    ).default(0),
    archiveMonths: quantity(
      { min: 0, max: SCENARIO_LIMITS.archiveMonths, whole: true },
      `Months before the period from which files still exist in the bucket. ${byDefault('archiveMonths')}`,
    ).default(TRAIL_DEFAULTS.archiveMonths.value),
  })
  .meta({
    title: 'trail',
    description: 'A trail that delivers log files into the bucket. Give accounts, or logFilesPerMonth if you have counted them.',
  });

const { activeRegions: REGIONS, filesPerSlot: FILES, activeSlotShare: SLOTS } = ACTIVITY_DEFAULTS;

/** A trail, completed with what makes up its log files if neither that nor their number is given. */
export const trail = trailFields.transform((given): z.output<typeof trailFields> => {
  if (given.logFilesPerMonth !== undefined || given.logFilesPerAccountMonth !== undefined || given.accounts === undefined) return given;
  const { activeRegions = REGIONS.value, filesPerSlot = FILES.value, activeSlotShare = SLOTS.value } = given;
  return { ...given, activeRegions, filesPerSlot, activeSlotShare };
});
