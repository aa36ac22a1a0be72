import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Drawn, FLOAT, inEachDraw, numberIn } from '../../../src/model/float/drawn.js';
import { runs } from '../../runs.js';

const DRAWS = 3;
const number = fc.oneof(fc.constantFrom(0, 1), fc.double({ min: -1e6, max: 1e6, noNaN: true }));
const drawn = fc.oneof(
  number,
  fc.array(number, { minLength: DRAWS, maxLength: DRAWS }).map((numbers) => Float64Array.from(numbers)),
);

test.each<[string, (one: Drawn, other: Drawn) => Drawn, (one: number, other: number) => number]>([
  ['plus', FLOAT.plus, (one, other) => one + other],
  ['minus', FLOAT.minus, (one, other) => one - other],
  ['div', FLOAT.div, (one, other) => one / other],
  ['min', FLOAT.min, Math.min],
  ['max', FLOAT.max, Math.max],
  ['product', (one, other) => FLOAT.product([one, other]), (one, other) => one * other],
  ['product of three', (one, other) => FLOAT.product([one, other, one]), (one, other) => one * other * one],
  ['sum', (one, other) => FLOAT.sum([one, other]), (one, other) => one + other],
  ['sum of three', (one, other) => FLOAT.sum([one, other, one]), (one, other) => one + other + one],
])('%s is in each draw what it is of its numbers, and changes none of them', (_, operation, ofNumbers) => {
  fc.assert(
    fc.property(drawn, drawn, (one, other) => {
      const [before, result] = [structuredClone([one, other]), operation(one, other)];
      for (let draw = 0; draw < DRAWS; draw++) {
        const expected = ofNumbers(numberIn(one, draw), numberIn(other, draw));
        // Zeros of either sign are one number here.
        expect(numberIn(result, draw) + 0).toBe(expected + 0);
      }
      expect([one, other]).toEqual(before);
    }),
    runs(300),
  );
});

test('what is less is so in every draw', () => {
  expect(FLOAT.isLess(Float64Array.of(1, 2), 3)).toBe(true);
  expect(FLOAT.isLess(Float64Array.of(1, 3), 3)).toBe(false);
  expect(FLOAT.isLess(1, 2)).toBe(true);
});

test('what is made of numbers alone is computed one time', () => {
  let times = 0;
  const compute = (draw: number) => {
    times++;
    return draw;
  };
  expect([inEachDraw([1, 2], compute), times]).toEqual([0, 1]);
  expect([inEachDraw([1, Float64Array.of(5, 6)], compute), times]).toEqual([Float64Array.of(0, 1), 3]);
});
