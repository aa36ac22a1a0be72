import { expect, test } from 'vitest';
import { Turn } from '../../src/cli/turn.js';

/** The command's side and the first thread's, which share the memory. */
function sides(): [Turn, Turn] {
  const command = new Turn();
  return [command, new Turn(command.memory)];
}

test('a command that is in the middle of nothing is ended where it stands, and begins nothing more', () => {
  const [command, first] = sides();
  expect(command.begin()).toBe(true);
  expect(command.leave()).toBe(false);
  expect(first.end()).toBe(true);
  expect(command.begin()).toBe(false);
});

test('one that is asked in the middle of something learns of it as that ends, whether or not it has heard the message', () => {
  const [command, first] = sides();
  command.begin();
  command.begin();
  expect(first.end()).toBe(false);
  expect(command.leave()).toBe(false);
  expect(command.leave()).toBe(true);
  expect(first.end()).toBe(true);
});

test('a request is seen to one time: by who hears the message, or by who leaves', () => {
  const [command, first] = sides();
  command.begin();
  first.end();
  expect(command.takeRequest()).toBe(true);
  expect(command.leave()).toBe(false);
  command.begin();
  first.end();
  expect(command.leave()).toBe(true);
  expect(command.takeRequest()).toBe(false);
});
