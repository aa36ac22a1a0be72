/** The scenario file that a page was made from, which whoever has served the page writes. */
export interface Served {
  /** The file's name, without its folder. */
  name: string;
  /** Names the content that the page was made from; {@link saveScenario} gives that of what it has saved. */
  etag: string;
}

const PATIENCE_MS = 30_000;

/** Saves a scenario to the file that the page was made from; what stands in the way, where something does, is said in words. */
export async function saveScenario({ name, etag }: Served, text: string): Promise<{ etag: string } | { problem: string }> {
  try {
    const answer = await fetch('/scenario', {
      method: 'PUT',
      headers: { 'Content-Type': 'application/yaml', 'If-Match': etag },
      body: text,
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const saved = answer.headers.get('ETag');
    const said = (await answer.text()).trim();
    if (answer.ok && saved !== null) return { etag: saved };
    return { problem: said === '' ? `${name} was not saved (HTTP status ${answer.status})` : said };
  } catch {
    return { problem: `trailcost serve does not answer. Start it again and save once more, or download ${name}.` };
  }
}
