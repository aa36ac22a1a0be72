import { createInterface } from 'node:readline/promises';
import { TrailcostError } from '../../base/errors.js';
import { type Answers, answeredDraft, type Question, questionsFor } from '../../start/questions.js';
import { draftText } from '../../start/text.js';
import { type Io, note } from '../io.js';

const INTRODUCTION = 'Seven questions for a first scenario. Enter takes what is in brackets, ? says what a question is about.';

/**
 * Asks a person for a first scenario, on standard error, so that the scenario alone is the result.
 *
 * @param month first month
 * @throws TrailcostError `usage` where the answers end before the questions
 */
export async function askedScenario(month: string, regions: readonly string[], io: Io): Promise<string> {
  const lines = createInterface({ input: io.stdin, output: io.stderr, terminal: false })[Symbol.asyncIterator]();
  const ask = async (text: string): Promise<string> => {
    io.stderr.write(text);
    const { done, value } = await lines.next();
    if (done === true) throw ended();
    return value.trim();
  };
  note(INTRODUCTION, io);
  const answers: Partial<Answers> = {};
  try {
    for (const question of questionsFor(month)) answers[question.id] = await answerTo(question, regions, ask, io);
  } finally {
    // A terminal that is still read keeps the program from ending.
    io.stdin.destroy();
  }
  return draftText(answeredDraft(complete(answers), month), ['From answers; what was not asked is a range with its remark, or a default.']);
}

async function answerTo(question: Question, regions: readonly string[], ask: (text: string) => Promise<string>, io: Io): Promise<string> {
  const { text, help, fallback } = question;
  for (;;) {
    const typed = await ask(`${text} [${fallback}]: `);
    const answer = typed === '' ? fallback : typed;
    if (answer === '?') io.stderr.write(`  ${help}\n`);
    else {
      const problem = question.problem(answer, regions);
      if (problem === undefined) return answer;
      io.stderr.write(`  ${problem}\n`);
    }
  }
}

/** Each question has an answer by now. */
function complete(answers: Partial<Answers>): Answers {
  const { region = '', accounts = '', regionsPerAccount = '', readers = '', since = '', bucketKey = '', payer = '' } = answers;
  return { region, accounts, regionsPerAccount, readers, since, bucketKey, payer };
}

function ended(): TrailcostError {
  const remedy = 'Answer all of them, or give --no-input for a scenario to fill in.';
  return new TrailcostError('usage', { what: 'the answers ended before the questions; nothing was written', remedy });
}
