/** Text that an editor inserts: `${1:name}` is a place to fill in. */
export interface Snippet {
  label: string;
  description: string;
  body: Readonly<Record<string, unknown>>;
}

/** What editors offer to insert, by the list that it becomes an entry of. */
export const SNIPPETS: Readonly<Record<string, readonly Snippet[]>> = {
  trails: [
    {
      label: 'trail of an organization',
      description: 'Log files from the number of accounts',
      // biome-ignore-start lint/suspicious/noTemplateCurlyInString: places to fill in
      body: { name: '${1:org}', accounts: '^${2:60}', activeRegions: '^${3:2}', digestRegions: '^${4:17}', archiveMonths: '^${5:12}' },
    },
    {
      label: 'trail with counted files',
      description: 'Log files as counted in the bucket',
      body: { name: '${1:main}', logFilesPerMonth: '^${2:25000}', archiveMonths: '^${3:12}' },
    },
  ],
  readers: [
    {
      label: 'reader known by name',
      description: 'Reads as Splunk, Athena and others are known to',
      body: { name: '${1:siem}', like: '${2:splunk}' },
    },
    {
      label: 'every-file reader',
      description: 'Reads every new file: a SIEM, a log forwarder',
      body: { name: '${1:siem}', account: '${2:"111122223333"}', pattern: 'every-file' },
    },
    {
      label: 'scan reader',
      description: 'Reads past files on each run: Athena, a hunting job',
      body: { name: '${1:athena}', pattern: 'scan', runsPerMonth: '^${2:20}', lookbackDays: '^${3:30}' },
    },
    {
      label: 'validate reader',
      description: 'Log file validation',
      body: { name: '${1:validation}', pattern: 'validate', runsPerMonth: '^${2:4.35}', lookbackDays: '^${3:30}' },
    },
    {
      label: 'single reader',
      description: 'Single reads, given as a number',
      body: { name: '${1:analysts}', pattern: 'single', readsPerMonth: '^${2:200}' },
    },
    {
      label: 'once reader',
      description: 'Reads the files between two days one time',
      body: {
        name: '${1:investigation}',
        pattern: 'once',
        month: '${2:2026-12}',
        firstDay: '${3:2026-11-01}',
        lastDay: '${4:2026-11-30}',
      },
    },
    {
      label: 'replicate reader',
      description: 'S3 Replication of every new file',
      body: { name: '${1:replication}', pattern: 'replicate' },
    },
  ],
  'recording.consumers': [
    {
      label: 'consumer by volume',
      description: 'Charges for gigabytes of events: CloudWatch Logs',
      body: { name: '${1:CloudWatch Logs}', usdPerGb: '^${2:0.5}' },
    },
    {
      label: 'consumer by number',
      description: 'Charges for millions of events: a SIEM',
      body: { name: '${1:siem}', usdPerMillionEvents: '^${2:1}' },
    },
  ],
  cases: [
    {
      label: 'case with a field changed',
      description: 'The scenario with some fields changed',
      body: { name: '${1:twice}', set: { '${2:readers.siem.times}': '^${3:2}' } },
      // biome-ignore-end lint/suspicious/noTemplateCurlyInString: places to fill in
    },
  ],
};
